"""What a theme is called, and why: keywords, label, representative statements.

Words are weighed by c-TF-IDF (Grootendorst 2022, "BERTopic"): often in this theme, seldom in
the others. A compound counts for its parts as well, so that *Sprachmittlung* supports
*Sprache*. The label is a phrase that somebody wrote (*Termine bei der Ausländerbehörde*) or
two nouns side by side (*Wohnungen und Vermieter*), whichever says more.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from spacy.lang.de.stop_words import STOP_WORDS

from nlp import language
from nlp.themes.representatives import representatives

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

_KEYWORDS = 8
_PAIR = 0.8  # what two nouns side by side are worth against a phrase that somebody wrote
_PART = 0.5  # a part of a compound counts half of a word of its own
_SHORTEST = 3
_QUOTED = 5  # words of a statement that stand for a theme that nothing else names
_MANY = 5  # statements; from here on a word of a label must not be one statement's own

# Nouns that name nothing: a label made of them says as much as "theme 7".
VAGUE = frozenset(
    "anfang angabe anzahl art aspekt aufgabe aussage bedarf beginn beispiel bereich bezug ding "
    "ebene ende ergebnis fall form frage gemeinde grund herausforderung hürde information jahr "
    "kommune kreis lage leute lösung mangel maßnahme mensch monat möglichkeit ort person "
    "planungskonferenz problem problematik protokoll punkt rahmen regel runde sache schritt "
    "schwierigkeit seite situation stadt stelle stunde tag teil teilnehmende thema umgang umstand "
    "verfügung vielzahl vordergrund weg weise woche zahl zeit ziel zusammenhang".split()
)
_LINKING = frozenset(
    "an am auf aus bei beim der des durch einer eines für gegen im in mit nach ohne über um "
    "unter vom von vor während wegen zu zum zur zwischen".split()
)
_ARTICLES = frozenset("dem den der des die das einem einen einer eines ein eine".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A token as labels need it: as written, its lemma, and whether it is a naming noun."""

    text: str
    lemma: str
    naming: bool


@dataclass(frozen=True)
class Described:
    """What is said about one theme; indices are rows of the corpus."""

    label: str
    keywords: tuple[tuple[str, float, tuple[int, ...]], ...]
    representatives: tuple[int, ...]


def describe(
    texts: Sequence[str],
    labels: npt.NDArray[np.int64],
    vectors: npt.NDArray[np.float32],
    *,
    excluded: Iterable[str] = (),
) -> list[Described]:
    """Name every cluster.

    Args:
        texts: The ``n`` statements.
        labels: Cluster of each, shape ``(n,)``, from 0 without gaps; -1 is not bundled.
        vectors: Unit vectors, shape ``(n, d)``.
        excluded: Words that must not name a theme, such as names of municipalities.

    Returns:
        One description a cluster, in the order of the clusters' numbers. No two labels have
        the same words.
    """
    without = {
        part.casefold()
        for name in excluded
        for part in (name, *name.split(), *name.replace("-", " ").split())
    }
    sentences = [words(text, without) for text in texts]
    members = [np.flatnonzero(labels == number) for number in range(labels.max(initial=-1) + 1)]
    weights = class_tf_idf([_terms(sentences[row] for row in rows) for rows in members])
    taken: set[frozenset[str]] = set()
    named: Counter[str] = Counter()
    described = []
    for rows, weight in zip(members, weights, strict=True):
        theme = _Theme({int(row): sentences[row] for row in rows}, weight)
        label, content = theme.label(taken)
        taken.add(content)
        named[label.casefold()] += 1
        if (times := named[label.casefold()]) > 1:
            label = f"{label} ({times})"
        chosen = representatives(vectors[rows])
        described.append(
            Described(label, theme.keywords(), tuple(int(rows[index]) for index in chosen))
        )
    return described


def words(text: str, without: Iterable[str] = ()) -> list[Word]:
    """Return the tokens of ``text`` with their lemmas; ``without`` are never naming."""
    return [
        Word(token.text, token.lemma_, _is_naming(token.text, token.lemma_, frozenset(without)))
        for token in language.german()(text)
        if not token.is_space
    ]


def _is_naming(text: str, lemma: str, without: frozenset[str]) -> bool:
    """Tell whether a word can name a theme: a noun that says something."""
    folded = {text.casefold(), lemma.casefold()}
    return (
        text[:1].isupper()
        and lemma[:1].isupper()
        and len(text) >= _SHORTEST
        and any(letter.isalpha() for letter in text)
        and not folded & (STOP_WORDS | VAGUE | without)
    )


def parts(lemma: str) -> tuple[str, ...]:
    """Return the nouns inside a compound that can name something, without the word itself."""
    pieces = language.splitter().split(lemma)
    return tuple(p for p in pieces if p != lemma and p.casefold() not in VAGUE)


def _terms(sentences: Iterable[Sequence[Word]]) -> Counter[str]:
    """Count lemmas and, at half weight, parts of compounds."""
    counts: Counter[str] = Counter()
    for sentence in sentences:
        for lemma in {word.lemma for word in sentence if word.naming}:
            counts[lemma] += 1.0  # type: ignore[assignment]  # counts of halves are meant
            for part in parts(lemma):
                counts[part] += _PART  # type: ignore[assignment]  # see above
    return counts


def class_tf_idf(classes: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """Weigh terms by class: ``tf / |class| * log(1 + A / f)``, A the mean class size.

    Args:
        classes: Count of each term, one mapping a class.

    Returns:
        Weights of the same terms, one mapping a class.
    """
    overall: Counter[str] = Counter()
    for counts in classes:
        overall.update(counts)
    mean = sum(overall.values()) / max(len(classes), 1)
    return [
        {
            term: count / sum(counts.values()) * math.log1p(mean / overall[term])
            for term, count in counts.items()
        }
        for counts in classes
    ]


@dataclass(frozen=True)
class _Theme:
    """The sentences of one theme by row, and the weight of its terms."""

    sentences: Mapping[int, Sequence[Word]]
    weight: Mapping[str, float]

    @cached_property
    def carriers(self) -> dict[str, set[int]]:
        """The rows that carry a term, as a word or inside a compound."""
        rows: dict[str, set[int]] = defaultdict(set)
        for row, sentence in self.sentences.items():
            for word in sentence:
                if word.naming:
                    for term in (word.lemma, *parts(word.lemma)):
                        rows[term].add(row)
        return dict(rows)

    @cached_property
    def written(self) -> dict[str, str]:
        """The form in which a lemma is mostly written here."""
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        for sentence in self.sentences.values():
            for word in sentence:
                if word.naming:
                    forms[word.lemma][word.text] += 1
        return {lemma: _usual_form(lemma, counts) for lemma, counts in forms.items()}

    def score(self, term: str) -> float:
        """Weigh how telling a term is by how many statements carry it."""
        coverage = len(self.carriers[term]) / len(self.sentences)
        return self.weight[term] * math.sqrt(coverage)

    def keywords(self) -> tuple[tuple[str, float, tuple[int, ...]], ...]:
        """Return the strongest terms with their weight and their statements.

        A part of a compound is left out where it stands in the very same statements.
        """
        chosen: list[str] = []
        for term in sorted(self.weight, key=lambda term: (-self.score(term), term)):
            if not any(self._says_the_same(term, other) for other in chosen):
                chosen.append(term)
            if len(chosen) == _KEYWORDS:
                break
        return tuple(
            (term, self.weight[term], tuple(sorted(self.carriers[term]))) for term in chosen
        )

    def _says_the_same(self, term: str, other: str) -> bool:
        related = term in parts(other) or other in parts(term)
        return related and self.carriers[term] == self.carriers[other]

    def label(self, taken: set[frozenset[str]]) -> tuple[str, frozenset[str]]:
        """Return the best phrase whose words no other label has, and these words."""
        scored: dict[tuple[str, ...], tuple[float, str]] = {}
        for content, phrase, worth in (*self._phrases(), *self._pairs()):
            value = worth * sum(self.score(lemma) for lemma in content)
            scored[content] = max(scored.get(content, (0.0, "")), (value, phrase))
        ranked = sorted(scored.items(), key=lambda item: (-item[1][0], item[0]))
        for content, (_, phrase) in ranked:
            key = frozenset(lemma.casefold() for lemma in content)
            if key not in taken:
                return phrase, key
        return self._without_nouns(taken)

    def _phrases(self) -> Iterator[tuple[tuple[str, ...], str, float]]:
        """Yield each naming noun, alone and with the noun linked to it, as phrases."""
        for sentence in self.sentences.values():
            for start, word in enumerate(sentence):
                if not word.naming:
                    continue
                head = self.written[word.lemma]
                yield (word.lemma,), head, 1.0
                linked = _linked(sentence, start)
                if linked and self._is_common(linked[-1].lemma, beside=word.lemma):
                    tail = " ".join(token.text for token in linked)
                    yield (word.lemma, linked[-1].lemma), f"{head} {tail}", 1.0

    def _pairs(self) -> Iterator[tuple[tuple[str, ...], str, float]]:
        """Yield two strong nouns side by side; neither is a part of the other."""
        strong = sorted(self.written, key=lambda lemma: (-self.score(lemma), lemma))[:_KEYWORDS]
        for first, second in itertools.combinations(strong, 2):
            related = set(parts(first)) | {first}, set(parts(second)) | {second}
            if self._is_common(second, beside=first) and not related[0] & related[1]:
                phrase = f"{self.written[first]} und {self.written[second]}"
                yield (first, second), phrase, _PAIR

    def _is_common(self, lemma: str, *, beside: str) -> bool:
        """Tell whether a second noun speaks for the theme, not for one statement of many."""
        few = len(self.sentences) < _MANY
        return lemma != beside and (few or len(self.carriers[lemma]) > 1)

    def _without_nouns(self, taken: set[frozenset[str]]) -> tuple[str, frozenset[str]]:
        """Name a theme without telling nouns by its frequent words, else by its first words."""
        counts = Counter(
            word.text.casefold()
            for sentence in self.sentences.values()
            for word in sentence
            if word.text.isalpha() and word.text.casefold() not in STOP_WORDS
        )
        best = sorted(counts, key=lambda text: (-counts[text], text))[:2]
        if best and frozenset(best) not in taken:
            return " ".join(best), frozenset(best)
        first = next(iter(self.sentences.values()))
        quoted = "„" + " ".join(word.text for word in first[:_QUOTED]) + " …“"
        return quoted, frozenset({quoted})


def _linked(sentence: Sequence[Word], start: int) -> Sequence[Word]:
    """Return what links the noun at ``start`` to the next one: ``bei der Ausländerbehörde``."""
    following = sentence[start + 1 : start + 5]
    if not following or following[0].text not in _LINKING:
        return ()
    for length, word in enumerate(following, start=1):
        if word.naming:
            return following[:length]
        inside = word.text.islower() and word.text.isalpha()
        if length > 1 and not (inside and (length > 2 or word.text in _ARTICLES)):  # noqa: PLR2004
            return ()
    return ()


def _usual_form(lemma: str, counts: Counter[str]) -> str:
    """Return the most frequent form, unless it is a genitive or a dative plural."""
    form = min(counts, key=lambda text: (-counts[text], text))
    if form in {f"{lemma}s", f"{lemma}es"}:
        return lemma
    shorter = form.removesuffix("n")
    return shorter if shorter in counts else form
