"""Redaction: parts of a document replaced, its layout kept in step.

A placeholder says what stood in its place, ``[Name]``; the gate knows its own placeholders
and passes them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nlp.types import Block, Document

PLACEHOLDERS: Final[Mapping[str, str]] = {
    "email": "[E-Mail]",
    "phone": "[Telefon]",
    "iban": "[Konto]",
    "tax_id": "[Steuernummer]",
    "pension_number": "[Versicherungsnummer]",
    "health_insurance_number": "[Versichertennummer]",
    "identity_document": "[Ausweis]",
    "case_number": "[Aktenzeichen]",
    "licence_plate": "[Kennzeichen]",
    "birth_date": "[Geburtsdatum]",
    "address": "[Anschrift]",
    "name": "[Name]",
    "initials": "[Name]",
    "institution": "[Einrichtung]",
    "employer": "[Arbeitgeber]",
    "date": "[Datum]",
    "unknown_word": "[Wort]",
}
"""What stands in the place of a finding, by its type."""

_PLACEHOLDER = re.compile("|".join(map(re.escape, sorted(set(PLACEHOLDERS.values())))))


@dataclass(frozen=True, slots=True)
class Replacement:
    """What stands in the place of a part of a document's text."""

    span: Span
    text: str


def placeholders(text: str) -> Iterator[Span]:
    """Yield the places of the placeholders that redaction left in a text."""
    for match in _PLACEHOLDER.finditer(text):
        yield Span(*match.span())


def redact(document: Document, replacements: Iterable[Replacement]) -> Document:
    """Return the document with parts of its text replaced.

    The blocks and cells cover what they covered before. A replaced part that reaches beyond
    the edge of a block leaves its replacement in the block where it begins.

    Args:
        document: The document.
        replacements: In any order, none overlapping another, none empty.

    Raises:
        ValueError: Two replacements overlap, or one lies outside the text.
    """
    ordered = sorted(replacements, key=lambda item: item.span.start)
    _check(ordered, len(document.text))
    move = _Move(ordered)
    return replace(
        document,
        text=_replaced(document.text, ordered),
        blocks=tuple(_moved(block, move) for block in document.blocks),
    )


def moved(spans: Iterable[Span], replacements: Iterable[Replacement]) -> tuple[Span, ...]:
    """Return where places of a text lie after :func:`redact`, in their order.

    A replaced part lies where its replacement stands. The replacements are sound.
    """
    move = _Move(sorted(replacements, key=lambda item: item.span.start))
    return tuple(_moved_span(span, move) for span in spans)


def _check(ordered: Sequence[Replacement], length: int) -> None:
    end = 0
    for item in ordered:
        if item.span.start < end or not item.span.start < item.span.end <= length:
            msg = "replacements overlap, are empty or lie outside the text"
            raise ValueError(msg)
        end = item.span.end


def _replaced(text: str, ordered: Sequence[Replacement]) -> str:
    starts = [0, *(item.span.end for item in ordered)]
    ends = [*(item.span.start for item in ordered), len(text)]
    kept = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return "".join([kept[0], *(i.text + k for i, k in zip(ordered, kept[1:], strict=True))])


class _Move:
    """Where an edge between two characters lies after the replacements."""

    def __init__(self, ordered: Sequence[Replacement]) -> None:
        self._ordered = ordered
        self._starts = [item.span.start for item in ordered]
        grown = (len(item.text) - (item.span.end - item.span.start) for item in ordered)
        self._shifts = [0, *accumulate(grown)]

    def __call__(self, edge: int) -> int:
        """Return the new place; an edge inside a replaced part moves to its end."""
        index = bisect_right(self._starts, edge - 1)
        if index and edge < self._ordered[index - 1].span.end:
            edge = self._ordered[index - 1].span.end
        return edge + self._shifts[index]


def _moved(block: Block, move: _Move) -> Block:
    return replace(
        block,
        span=_moved_span(block.span, move),
        cells=tuple(_moved_span(cell, move) for cell in block.cells),
    )


def _moved_span(span: Span, move: _Move) -> Span:
    return Span(move(span.start), move(span.end))
