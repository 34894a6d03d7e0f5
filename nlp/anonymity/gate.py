"""The anonymity gate: a document in, a verdict out.

The gate is a row of detectors whose union decides. What can be recognised with certainty
refuses the document; what is likely is shown to a person. What was found once is found
everywhere in the document, and features that together single a person out are found last.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.anonymity.cover import Cover
from nlp.anonymity.identifiers.certain import find_identifiers
from nlp.anonymity.identifiers.columns import find_columns
from nlp.anonymity.names.initials import find_initials
from nlp.anonymity.names.model import find_names
from nlp.anonymity.names.propagation import propagate
from nlp.anonymity.names.scripts import foreign_script
from nlp.anonymity.names.small import find_small_names
from nlp.anonymity.names.subjects import find_subjects
from nlp.anonymity.names.words import find_unknown_words
from nlp.anonymity.normal import normalise
from nlp.anonymity.redaction import PLACEHOLDERS, placeholders
from nlp.anonymity.singling.assessment import assess
from nlp.anonymity.singling.hints import find_hints
from nlp.types import Finding, Span, Tier, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nlp.anonymity.normal import NormalText
    from nlp.anonymity.rules import Found
    from nlp.types import Document

    Detector = Callable[[str], Iterable[Found]]

_DETECTORS: tuple[Detector, ...] = (
    find_identifiers,
    find_columns,
    find_hints,
    find_names,
    find_initials,
    find_unknown_words,
    foreign_script,
    find_subjects,
    find_small_names,
)

_EXTENSION = re.compile(r"\.\w{1,5}$")
_NAMING = frozenset({"name", "initials"})
_NAMED = frozenset(PLACEHOLDERS[type_] for type_ in _NAMING)


def check(document: Document, *, filename: str = "", population: int | None = None) -> Verdict:
    """Look for personal data in a document's text, its metadata and its file's name.

    Args:
        document: The document.
        filename: Name of its file.
        population: Inhabitants of the municipality that the note is about; the fewer, the
            less it takes to single a person out. Unknown counts as small.

    Returns:
        The verdict with the findings of the text in their order, then those of the file's
        name and the metadata; none overlaps another. Quasi-identifiers are looked for in
        the text only, since nothing else of the file is kept.
    """
    normal = normalise(document.text)
    beside = [("filename", _spoken(filename))]
    beside += [(f"metadata:{entry.key}", entry.value) for entry in document.metadata]
    redacted = tuple(placeholders(normal.text))
    found = _find(normal.text, redacted)
    findings = [*_located(found, normal, "text")]
    for place, text in beside:
        other = normalise(text)
        # A day there is that of the conference or of the file: nobody writes a case's into it.
        elsewhere = _find(other.text, placeholders(other.text))
        there = [one for one in elsewhere if one.type != "date"]
        findings += _located(there, other, place)
    named = [one.span for one in found if one.type in _NAMING]
    named += [span for span in redacted if span.of(normal.text) in _NAMED]
    assessment = assess(normal.text, population=population, named=named, redacted=redacted)
    features = tuple(
        replace(one, span=normal.original(one.span)) for one in assessment.quasi_identifiers
    )
    return Verdict(tuple(findings), features, assessment.singling_out)


def _spoken(filename: str) -> str:
    """Return a file's name as words, each character in its place: ``Frau Muster``."""
    return _EXTENSION.sub("", filename).replace("_", " ")


def _find(text: str, redacted: Iterable[Span]) -> list[Found]:
    found = [one for detector in _DETECTORS for one in detector(text)]
    found += propagate(text, found)
    return _merged(found, redacted=Cover(redacted))


def _located(found: Iterable[Found], normal: NormalText, place: str) -> Iterator[Finding]:
    for one in found:
        yield Finding(normal.original(one.span), one.type, one.tier, one.rule, place)


def _merged(found: Iterable[Found], *, redacted: Cover) -> list[Found]:
    """Join what overlaps: the surer finding gives the type, all of them the place.

    What lies inside a placeholder was redacted before and is no finding.
    """
    ordered = sorted(found, key=lambda one: (one.span.start, -one.span.end, one.type, one.rule))
    merged: list[Found] = []
    for one in ordered:
        if redacted.holds(one.span):
            continue
        if merged and merged[-1].span.overlaps(one.span):
            merged.append(_joined(merged.pop(), one))
        else:
            merged.append(one)
    return merged


def _joined(first: Found, second: Found) -> Found:
    """Join two findings that overlap, the first of which begins no later."""
    surer = second if (first.tier, second.tier) == (Tier.CONFIRM, Tier.REFUSE) else first
    end = max(first.span.end, second.span.end)
    return replace(surer, span=Span(first.span.start, end))
