"""Notes that are tables with one statement a row: csv and xlsx."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import xlsxwriter

from demo_notes.blocks import moment, repacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from demo_notes.sources import NoteSource


@dataclass(frozen=True)
class Register:
    """Names that tables show: of municipalities by AGS, of Handlungsfelder by theme."""

    municipalities: Mapping[str, str]
    fields: Mapping[str, str]


def table_of(source: NoteSource, register: Register) -> list[list[str]]:
    """Return the columns' titles and one row a statement."""
    return [[title for title, _ in source.columns], *_rows(source, register)]


def _rows(source: NoteSource, register: Register) -> Iterator[list[str]]:
    for number, item in enumerate(source.statements, start=1):
        cells = {
            "number": str(number),
            "date": f"{source.held_on:%d.%m.%Y}",
            "municipality": register.municipalities[source.ags],
            "kind": source.kinds[item.kind],
            "field": register.fields.get(item.theme, ""),
            "text": item.text,
        }
        yield [cells[content] for _, content in source.columns]


def write_csv(table: Sequence[Sequence[str]]) -> bytes:
    """Return the table as Excel saves it: semicolons, CRLF, byte order mark."""
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows(table)
    return target.getvalue().encode("utf-8-sig")


def write_xlsx(source: NoteSource, table: Sequence[Sequence[str]]) -> bytes:
    """Return a sheet with title and head above the table."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": source.title, "created": moment(source)})
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Protokoll")
        sheet.write_row(0, 0, [source.title], bold)
        for row, pair in enumerate(source.head, start=1):
            sheet.write_row(row, 0, pair)
        first = len(source.head) + 2
        sheet.write_row(first, 0, table[0], bold)
        for row, cells in enumerate(table[1:], start=first + 1):
            sheet.write_row(row, 0, cells, wrapped)
        for column, (_, content) in enumerate(source.columns):
            sheet.set_column(column, column, 80 if content == "text" else 24)
    return repacked(target.getvalue())
