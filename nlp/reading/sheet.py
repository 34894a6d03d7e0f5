"""Workbooks (xlsx): one block a row, one span a cell."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from nlp.errors import LimitError
from nlp.reading.archive import Archive, attribute, local_name
from nlp.reading.builder import DocumentBuilder, Extract
from nlp.reading.properties import remember_properties
from nlp.types import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nlp.reading.limits import Limits

_TEXTS = {"t", "text"}


def read_xlsx(archive: Archive, *, limits: Limits) -> Extract:
    """Read every sheet of a workbook: its name as heading, then its rows.

    Formulas give the value that was calculated last. Dates are written as in German,
    numbers with a decimal comma. Sheets that the workbook hides become the property
    ``hidden_text``; comments and text boxes follow after the sheets.

    Raises:
        LimitError: More ``characters`` or cells than the limit.
    """
    builder = DocumentBuilder(characters=limits.characters)
    workbook = load_workbook(BytesIO(archive.data), read_only=True, data_only=True)
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()  # the declared size may lie and would cut rows off
        rows = _text_rows(sheet.iter_rows(values_only=True), limits=limits)
        if sheet.sheet_state != "visible":
            for row in rows:
                builder.remember("hidden_text", "\t".join(row))
            continue
        for index, row in enumerate(filter(any, rows)):
            if index == 0:  # an empty sheet has no heading either
                builder.add(BlockKind.HEADING, sheet.title, level=1)
            builder.add_row(row)
    _add_notes(archive, builder)
    remember_properties(archive, builder)
    return builder.build()


def _text_rows(rows: Iterable[tuple[object, ...]], *, limits: Limits) -> Iterator[list[str]]:
    cells = 0
    for row in rows:
        cells += 1 + len(row)
        if cells > limits.characters:
            raise LimitError(what="characters", limit=limits.characters)
        texts = [_cell_text(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        yield texts


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "WAHR" if value else "FALSCH"  # as a German workbook shows it
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.strftime("%d.%m.%Y" if midnight else "%d.%m.%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    return str(value)


def _add_notes(archive: Archive, builder: DocumentBuilder) -> None:
    """Add comments and text boxes, which openpyxl does not read in its read-only mode."""
    for name in archive.names:
        if name.startswith(("xl/comments", "xl/threadedComments/")):
            _add_texts(archive, name, {"comment", "threadedComment"}, BlockKind.COMMENT, builder)
        elif name.startswith("xl/drawings/drawing"):
            _add_texts(archive, name, {"p"}, BlockKind.TEXT_BOX, builder)
        elif name.startswith("xl/persons/"):
            for person in archive.xml(name):
                builder.remember("editor", attribute(person, "displayName"))


def _add_texts(
    archive: Archive, name: str, containers: set[str], kind: BlockKind, builder: DocumentBuilder
) -> None:
    for element in archive.xml(name).iter():
        if local_name(element) == "author":
            builder.remember("editor", element.text or "")
        elif local_name(element) in containers:
            texts = (part.text or "" for part in element.iter() if local_name(part) in _TEXTS)
            builder.add(kind, "".join(texts))
