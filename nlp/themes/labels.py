"""What a theme is called, and why: label, keywords, representative statements.

A label is the phrase whose words say most about most of the statements: each statement counts
for the rarest of the label's words that it carries, and half for the next one. That is a
weighted coverage, as Lin and Bilmes (2011) use it for summaries. Statements in the middle of
the theme count more than those at its edge.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from spacy.lang.de.stop_words import STOP_WORDS

from nlp.themes.keywords import terms_of
from nlp.themes.phrases import Phrase, phrases
from nlp.themes.representatives import representatives
from nlp.themes.words import excluded_words, related, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from nlp.themes.keywords import Terms

_SECOND = 0.5  # what a statement's second word of a label adds
_REPEATED = 0.6  # factor on a label that says what another theme's label says already
_RARE = 0.7  # power of a word's rarity: below 1, words of many statements win
_INSIDE = 0.6  # what a word inside a compound says against one of its own
_EDGE = 0.1  # a statement counts at least so much
_QUOTED = 5  # words of a statement that stand for a theme that nothing else names

Evidence = tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Described:
    """What is said about one theme; indices are rows of the corpus.

    Attributes:
        label: Short German noun phrase.
        evidence: Each content word of the label, in its dictionary form, with the rows that
            carry it; empty for a label that quotes a statement.
        keywords: Terms with their c-TF-IDF and the rows that carry them, the strongest first.
        representatives: Up to three rows that together say most of the theme.
    """

    label: str
    evidence: Evidence
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
        One description a cluster, in the order of the clusters' numbers. No two labels are
        the same.
    """
    without = excluded_words(excluded)
    read = {text: words(text, without) for text in dict.fromkeys(texts)}
    members: list[list[int]] = [[] for _ in range(labels.max(initial=-1) + 1)]
    for row, number in enumerate(labels.tolist()):
        if number >= 0:
            members[number].append(row)
    themes = terms_of([{row: read[texts[row]] for row in rows} for rows in members])
    named = _Names()
    described = []
    for rows, terms in zip(members, themes, strict=True):
        chosen = named.name(
            terms, dict(zip(terms.sentences, _centrality(vectors[rows]), strict=True))
        )
        shown = representatives(vectors[rows], lengths=[len(texts[row].split()) for row in rows])
        described.append(
            Described(
                label=chosen.text,
                evidence=tuple((term, _rows(terms, term)) for term in chosen.content),
                keywords=tuple(
                    (term, terms.weight[term], _rows(terms, term)) for term in terms.keywords()
                ),
                representatives=tuple(int(rows[index]) for index in shown),
            )
        )
    return described


def _rows(terms: Terms, term: str) -> tuple[int, ...]:
    return tuple(sorted(terms.carriers[term]))


def _centrality(vectors: npt.NDArray[np.float32]) -> list[float]:
    """Return how near each row is to the rows' mean, at least ``_EDGE``."""
    centre = vectors.mean(axis=0)
    length = float(np.linalg.norm(centre))
    cosines = vectors @ centre / length if length else np.zeros(len(vectors))
    return [max(float(cosine), _EDGE) for cosine in cosines]


class _Names:
    """Gives themes their labels, one after the other, so that they differ."""

    def __init__(self) -> None:
        self._taken: list[tuple[str, ...]] = []
        self._shown: Counter[str] = Counter()

    def name(self, terms: Terms, weights: dict[int, float]) -> Phrase:
        """Return the best phrase for a theme.

        Args:
            terms: The theme's terms.
            weights: What each row counts.
        """
        found = dict.fromkeys(phrases(terms))
        values = {phrase: _value(phrase, terms, weights) for phrase in found}
        best, most = None, 0.0
        for phrase in sorted(values, key=lambda phrase: (-values[phrase], phrase.text)):
            if values[phrase] <= most:
                break  # none of the others can be better, however new
            if (value := values[phrase] * self._novelty(phrase)) > most:
                best, most = phrase, value
        if best is None:
            best = self._without_nouns(terms)
        self._taken.append(best.content)
        return self._numbered(best)

    def _is_taken(self, phrase: Phrase) -> bool:
        return any(set(phrase.content) == set(other) for other in self._taken)

    def _novelty(self, phrase: Phrase) -> float:
        """Return 1, less where another label says the same, or more or less the same."""
        if self._is_taken(phrase):
            return 0.0
        repeats = any(_within(phrase.content, other) for other in self._taken)
        return _REPEATED if repeats else 1.0

    def _numbered(self, phrase: Phrase) -> Phrase:
        """Tell a label apart from the same one before it."""
        key = phrase.text.casefold()
        self._shown[key] += 1
        if self._shown[key] == 1:
            return phrase
        return Phrase(f"{phrase.text} ({self._shown[key]})", phrase.content)

    def _without_nouns(self, terms: Terms) -> Phrase:
        """Name a theme without telling words by its frequent ones, else by its first words."""
        counts = Counter(
            word.text.casefold()
            for sentence in terms.sentences.values()
            for word in sentence
            if word.text.isalpha() and word.text.casefold() not in STOP_WORDS
        )
        best = " ".join(sorted(counts, key=lambda text: (-counts[text], text))[:2])
        if best and not self._shown[best]:
            return Phrase(best, ())
        first = next(iter(terms.sentences.values()))
        return Phrase("„" + " ".join(word.text for word in first[:_QUOTED]) + " …“", ())


def _within(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether all that one label says is in the other, or the reverse."""
    fewer, more = sorted((one, other), key=len)
    return bool(fewer) and all(any(related(word, against) for against in more) for word in fewer)


def _value(phrase: Phrase, terms: Terms, weights: dict[int, float]) -> float:
    """Return how much a phrase says about the statements, the central ones first."""
    carried: dict[int, list[float]] = {}
    for term in phrase.content:
        rarity = terms.rarity[term] ** _RARE
        for row in terms.carriers[term]:
            inside = row not in terms.spelled.get(term, frozenset())
            carried.setdefault(row, []).append(rarity * (_INSIDE if inside else 1.0))
    said = sum(
        weights[row] * (max(found) + _SECOND * (sum(found) - max(found)))
        for row, found in carried.items()
    )
    return phrase.worth * said / sum(weights.values())
