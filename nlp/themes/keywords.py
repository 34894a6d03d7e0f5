"""Which terms tell a theme apart, and which statements carry them.

Terms are weighed by c-TF-IDF (Grootendorst 2022, "BERTopic"): often in this theme, seldom in
the others. A compound counts for its parts as well, at half weight.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nlp.themes.words import RELATIONAL, Kind, parts, usual_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nlp.themes.words import Word

KEYWORDS = 8
_PART = 0.5  # a part of a compound counts half of a word of its own
_SELDOM = 3.0  # statements; no term counts as seldomer
_OFTEN = 0.2  # share of a theme's statements; the theme is full of such a term
_FEW = 3  # themes; so few may well be about one thing
_SAME = 0.8  # share of statements in common, from which a part repeats its compound


@dataclass(frozen=True)
class Terms:
    """The terms of one theme.

    Attributes:
        sentences: The words of each statement, by row.
        weight: Each term's c-TF-IDF; nouns are upper case, adjectives and verbs lower case.
        rarity: How seldom a term is in the corpus: the logarithm in its c-TF-IDF.
        common: The corpus' own vague words, such as *Bundesregierung* in questions to it.
    """

    sentences: Mapping[int, Sequence[Word]]
    weight: Mapping[str, float]
    rarity: Mapping[str, float]
    common: frozenset[str]

    @cached_property
    def carriers(self) -> dict[str, frozenset[int]]:
        """The rows that carry a term, as a word or inside a compound."""
        rows: dict[str, set[int]] = defaultdict(set)
        for row, sentence in self.sentences.items():
            for word in sentence:
                for term in word.terms:
                    rows[term].add(row)
        return {term: frozenset(found) for term, found in rows.items()}

    @cached_property
    def spelled(self) -> dict[str, frozenset[int]]:
        """The rows that carry a term as a word of its own."""
        rows: dict[str, set[int]] = defaultdict(set)
        for row, sentence in self.sentences.items():
            for word in sentence:
                rows[word.lemma].add(row)
        return {term: frozenset(found) for term, found in rows.items()}

    @cached_property
    def written(self) -> dict[str, str]:
        """How a noun is mostly written here, where it can stand alone."""
        forms: dict[str, list[str]] = defaultdict(list)
        for sentence in self.sentences.values():
            for word in sentence:
                if word.naming:
                    forms[word.lemma].append(word.text)
        return {lemma: usual_form(lemma, found) for lemma, found in forms.items()}

    @cached_property
    def compounds(self) -> dict[str, frozenset[str]]:
        """The compounds of this theme that have a noun as a part."""
        found: dict[str, set[str]] = defaultdict(set)
        for lemma in self.written:
            for part in parts(lemma):
                found[part].add(lemma)
        return {part: frozenset(lemmas) for part, lemmas in found.items()}

    @cached_property
    def shared(self) -> bool:
        """Whether two statements have a noun in common."""
        return any(len(self.carriers[noun]) > 1 for noun in self.nouns)

    @cached_property
    def nouns(self) -> tuple[str, ...]:
        """The terms that can name something, the strongest first."""
        found = (
            term
            for term in self.weight
            if term[0].isupper()
            and term.casefold() not in RELATIONAL
            and term not in self.common
            and self._stands_alone(term)
        )
        return tuple(sorted(found, key=lambda term: (-self._score(term), term)))

    def coverage(self, term: str) -> float:
        """Return the share of the statements that carry a term."""
        return len(self.carriers[term]) / len(self.sentences)

    def _stands_alone(self, term: str) -> bool:
        """Tell whether a term is a word here, or what several compounds have in common."""
        return term in self.written or len(self.compounds.get(term, ())) > 1

    def _score(self, term: str) -> float:
        """Weigh a noun by c-TF-IDF, and again by its two halves: rare, and in many statements."""
        return self.weight[term] * self.rarity[term] * math.sqrt(self.coverage(term))

    def keywords(self) -> list[str]:
        """Return the strongest terms; none says what a stronger one said already."""
        chosen: list[str] = []
        for term in self.nouns:
            if not any(self._repeats(term, other) for other in chosen):
                chosen.append(term)
            if len(chosen) == KEYWORDS:
                break
        return chosen

    def _repeats(self, term: str, other: str) -> bool:
        """Tell whether two terms, one in the other, stand in much the same statements."""
        if term not in parts(other) and other not in parts(term):
            return False
        one, two = self.carriers[term], self.carriers[other]
        return len(one & two) >= _SAME * max(len(one), len(two))


def terms_of(themes: Sequence[Mapping[int, Sequence[Word]]]) -> list[Terms]:
    """Weigh the terms of every theme against those of the others.

    Args:
        themes: The words of each statement by row, one mapping a theme.
    """
    counts = [count(sentences.values()) for sentences in themes]
    rarity = rarities(counts)
    common = everywhere(counts, [len(sentences) for sentences in themes])
    return [
        Terms(sentences, class_tf_idf(counted, rarity), rarity, common)
        for sentences, counted in zip(themes, counts, strict=True)
    ]


def everywhere(counts: Sequence[Mapping[str, float]], sizes: Sequence[int]) -> frozenset[str]:
    """Return the terms that tell no theme apart, because most themes are full of them.

    Args:
        counts: Statements with each term, one mapping a theme.
        sizes: Statements of each theme.
    """
    often = Counter(
        term
        for counted, size in zip(counts, sizes, strict=True)
        for term, frequency in counted.items()
        if frequency >= _OFTEN * size
    )
    return frozenset(term for term, themes in often.items() if themes > max(len(counts) / 2, _FEW))


def count(sentences: Iterable[Sequence[Word]]) -> dict[str, float]:
    """Count the statements with a word and, at half weight, with it inside a compound."""
    counts: dict[str, float] = defaultdict(float)
    for sentence in sentences:
        for lemma in {word.lemma for word in sentence if word.kind is not Kind.OTHER}:
            counts[lemma] += 1.0
            for part in parts(lemma):
                counts[part] += _PART
    return dict(counts)


def rarities(classes: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return ``log(1 + A / f)`` of every term.

    ``A`` is the mean class size and ``f`` the term's count in all classes, at least three: a
    word that stands in one statement only is no better a name for that.
    """
    overall: dict[str, float] = defaultdict(float)
    for counts in classes:
        for term, count_in_class in counts.items():
            overall[term] += count_in_class
    mean = sum(overall.values()) / max(len(classes), 1)
    return {
        term: math.log1p(mean / max(frequency, _SELDOM)) for term, frequency in overall.items()
    }


def class_tf_idf(counts: Mapping[str, float], rarity: Mapping[str, float]) -> dict[str, float]:
    """Weigh the terms of a class: ``tf / |class| * log(1 + A / f)``.

    Args:
        counts: Count of each term in the class.
        rarity: The logarithm of each term.
    """
    size = sum(counts.values())
    return {term: frequency / size * rarity[term] for term, frequency in counts.items()}
