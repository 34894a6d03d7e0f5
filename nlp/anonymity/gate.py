"""The anonymity gate: a document in, a verdict out.

The gate is a row of detectors: what can be recognised with certainty refuses the document,
what only points to personal data is shown to a person. A detector for names or for features
that single a person out joins the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.anonymity.hints import find_hints
from nlp.anonymity.identifiers import find_identifiers
from nlp.anonymity.normal import normalise
from nlp.types import Finding, Span, Tier, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nlp.types import Document

    Detector = Callable[[str], Iterable[tuple[Span, str]]]

_DETECTORS: tuple[tuple[Detector, Tier], ...] = (
    (find_identifiers, Tier.REFUSE),
    (find_hints, Tier.CONFIRM),
)


def check(document: Document, *, filename: str = "") -> Verdict:
    """Look for personal data in a document's text, its metadata and its file's name.

    Returns:
        The verdict with the findings of the text in their order, then those of the file's
        name and the metadata. Each is the whole identifier, and none lies inside another.
    """
    places = [("text", document.text), ("filename", _spoken(filename))]
    places += [(f"metadata:{entry.key}", entry.value) for entry in document.metadata]
    return Verdict(tuple(finding for place, text in places for finding in _find(text, place)))


def _spoken(filename: str) -> str:
    """Return a file's name as words, character by character: ``Frau_Muster`` has two."""
    return filename.replace("_", " ")


def _find(text: str, place: str) -> Iterator[Finding]:
    normal = normalise(text)
    found = [
        Finding(normal.original(span), type_, tier, place)
        for detector, tier in _DETECTORS
        for span, type_ in detector(normal.text)
    ]
    end = 0
    for finding in sorted(found, key=lambda f: (f.span.start, -f.span.end, f.type)):
        if finding.span.end > end:
            yield finding
            end = finding.span.end
