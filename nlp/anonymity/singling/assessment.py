"""Quasi-identifiers: features that together could single a person out.

Singling out is the first of the three risks of Opinion 05/2014 (WP 216) of the Article 29 Working
Party. The measure is k-anonymity (Sweeney 2002) towards the inhabitants of the municipality: how
many of them share all exact features of a case? Below :data:`K` a person is singled out. The
number is expected, not counted: the population times the share of each feature, as if the
features were independent. The rule and its sources: ``docs/datenschutz/einzelne-erkennen.md``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import chain
from math import prod
from typing import TYPE_CHECKING, Final

from nlp.anonymity.cover import Cover
from nlp.anonymity.redaction import placeholders
from nlp.anonymity.singling.ages import find_ages
from nlp.anonymity.singling.belonging import MEMBERS, find_belonging
from nlp.anonymity.singling.cases import find_cases, is_general
from nlp.anonymity.singling.circumstances import (
    find_children,
    find_dated,
    find_jobs,
    find_named,
    find_places,
)
from nlp.anonymity.singling.origins import find_origins, people
from nlp.anonymity.singling.papers import ISSUED
from nlp.anonymity.singling.traits import believers, find_traits
from nlp.anonymity.singling.uniqueness import find_unique
from nlp.types import QuasiIdentifier, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nlp.anonymity.singling.cases import Sentence
    from nlp.anonymity.singling.features import Feature

K: Final = 11
"""So many inhabitants must share the features of a case: a risk of at most 1 in 11 (0.09)."""

SMALLEST: Final = 5_000
"""Inhabitants of a municipality of which nothing is known."""

_FINDERS: Final[tuple[Callable[[str], Iterable[Feature]], ...]] = (
    find_ages,
    find_origins,
    find_traits,
    find_belonging,
    find_children,
    find_jobs,
    find_named,
    find_places,
    find_dated,
    find_unique,
)
_GENDERED = re.compile(
    r"\b(?:\w*(?:[Mm]utter|[Vv]ater|[Ff]rau|[Tt]ochter|[Ss]ohn|[Mm]ädchen|[Ss]chülerin|[Kk]lientin)|"
    r"Mann|Junge|Ehemann|weiblich|männlich|Schwangere|Witwer?)\b"
)
_PAPERS = re.compile(rf" (?:\w{{1,20}}e[rnsm]? )?\w{{0,20}}(?i:{'|'.join(ISSUED)})\w{{0,5}}(?!\w)")
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a text says about single persons.

    Attributes:
        quasi_identifiers: Their exact features in order of their place, none overlapping
            another. Once all proposals are applied, none is found again in their places.
        singling_out: Whether the features of one case together could single a person out.
    """

    quasi_identifiers: tuple[QuasiIdentifier, ...]
    singling_out: bool


def assess(
    text: str,
    *,
    population: int | None,
    named: Iterable[Span] = (),
    redacted: Iterable[Span] | None = None,
) -> Assessment:
    """Find the exact features of single persons, and tell whether they single one out.

    Args:
        text: A normalised text.
        population: Inhabitants of the municipality; ``None`` counts as the smallest one.
        named: Where the text names persons, or a placeholder stands for one.
        redacted: Where its placeholders stand; ``None`` has them looked for.

    Returns:
        The assessment; its places count in ``text``.
    """
    replaced = Cover(placeholders(text) if redacted is None else redacted)
    cases = list(_features_of_cases(text, _features(text, replaced), named))
    inhabitants = SMALLEST if population is None else population
    found = sorted({one for _, features in cases for one in features}, key=lambda one: one.span)
    return Assessment(
        tuple(QuasiIdentifier(one.span, one.type, one.proposal) for one in found),
        any(
            expected(features, inhabitants, gendered=gendered) < K for gendered, features in cases
        ),
    )


def expected(features: Iterable[Feature], population: int, *, gendered: bool) -> float:
    """Return how many inhabitants are expected to share all features of a case.

    Args:
        features: The features; the same one twice counts once. At least one.
        population: Number of inhabitants.
        gendered: Whether the text tells the person's gender.
    """
    rarities = {(one.type, one.value): one.rarity(population) for one in features}
    return population * prod(rarities.values()) * (_HALF if gendered else 1)


def _features_of_cases(
    text: str, features: Sequence[Feature], named: Iterable[Span]
) -> Iterator[tuple[bool, Sequence[Feature]]]:
    """Yield for every case whether its gender is told, and its exact features."""
    starts = [one.span.start for one in features]
    introduced = [*named, *(one.span for one in features if one.type == "unique")]
    for case in find_cases(text, people() | believers() | MEMBERS, named=introduced):
        own = [one for sentence in case for one in _within(features, starts, sentence, text)]
        if own:
            told = any(_GENDERED.search(sentence.span.of(text)) for sentence in case)
            values = {(one.type, one.value) for one in own}
            echoes = [one for one in features if (one.type, one.value) in values]
            yield told, [*own, *(one for one in echoes if _is_of_papers(text, one))]


def _is_of_papers(text: str, feature: Feature) -> bool:
    """Tell whether an adjective is of somebody's papers: ``die eritreische Botschaft``.

    Wherever that stands, it belongs to the case that shares the feature.
    """
    match = _PAPERS.match(text, feature.span.end)
    return match is not None and feature.span.of(text)[0].islower()


def _features(text: str, replaced: Cover) -> Sequence[Feature]:
    """Return the features of a text in order, of those that overlap the longest."""
    found = chain.from_iterable(finder(text) for finder in _FINDERS)
    kept: list[Feature] = []
    for one in sorted(found, key=lambda one: (one.span.start, -one.span.end, one.type)):
        if replaced.touching(one.span):
            continue
        if not kept or not kept[-1].span.overlaps(one.span):
            kept.append(one)
        elif _length(one.span) > _length(kept[-1].span):
            kept[-1] = one
    return kept


def _length(span: Span) -> int:
    return span.end - span.start


def _within(
    features: Sequence[Feature], starts: Sequence[int], sentence: Sentence, text: str
) -> Iterator[Feature]:
    """Yield the features that begin in a sentence and are not of many people."""
    first = bisect_right(starts, sentence.span.start - 1)
    last = bisect_right(starts, sentence.span.end - 1)
    for one in features[first:last]:
        if one.type == "unique" or sentence.presented or not is_general(text, one.span):
            yield one
