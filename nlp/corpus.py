"""A table of statements as a corpus: the way in for batch work without a database."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nlp.errors import (
    DuplicateIdError,
    EmptyFileError,
    ForbiddenCharacterError,
    MissingColumnsError,
    RowError,
)
from nlp.reading.text import decode
from nlp.types import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LONGEST = 1000  # words of a statement; more is a document, not a statement

# The columns of the contract, and other names under which they are found.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "nr", "nummer", "statement_id"),
    "text": ("text", "aussage", "thema", "statement"),
    "municipality": ("municipality", "kommune", "gemeinde", "ags", "group"),
    "date": ("date", "datum"),
}
_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"
    r"|(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"
)
_TURNING = re.compile("[\0\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Statements with what else their table says.

    Attributes:
        entries: In the order of the table.
        carried: What each entry has in the other columns, in the same order.
        carried_columns: The names of the other columns, in the order of the table.
    """

    entries: tuple[Entry, ...]
    carried: tuple[tuple[str, ...], ...]
    carried_columns: tuple[str, ...]


def read_corpus(data: bytes, *, today: date) -> Corpus:
    """Read a table of statements.

    Args:
        data: CSV with a header, ``;`` ``,`` or tab, UTF-8 with or without byte order mark
            (or Windows-1252, as older spreadsheets write it). Columns ``id``, ``text``,
            ``municipality``, ``date`` under any of the names in ``COLUMNS``; ``municipality``
            and ``date`` may be empty in a row, and a date may lack its day or month.
        today: No date may lie after it.

    Raises:
        EmptyFileError: There is no row.
        MissingColumnsError: A column is missing.
        DuplicateIdError: Two rows have the same id.
        RowError: A row is wrong; rows count from 1, the header being the first.
        ForbiddenCharacterError: A text holds NUL or turns the writing direction.
    """
    text = decode(data)
    rows = _rows(text)
    header = next(rows, None)
    if header is None:
        raise EmptyFileError
    columns = _columns(header[1])
    entries, carried = [], []
    first_with: dict[str, int] = {}
    others = [place for place in range(len(header[1])) if place not in columns.values()]
    for number, cells in rows:
        if len(cells) > len(header[1]):
            raise RowError(row=number, reason="width")
        entry = _entry(number, cells, columns, today)
        if entry.id in first_with:
            raise DuplicateIdError(first=first_with[entry.id], second=number)
        first_with[entry.id] = number
        entries.append(entry)
        carried.append(tuple(_cell(cells, place) for place in others))
    if not entries:
        raise EmptyFileError
    return Corpus(tuple(entries), tuple(carried), tuple(header[1][place] for place in others))


def _rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows that are not blank with their number."""
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:  # a quote that is not closed, or a field over the module's limit
        raise RowError(row=number + 1, reason="broken") from error


def _delimiter(text: str) -> str:
    header = text.lstrip("\r\n").partition("\n")[0]
    return max(";,\t", key=header.count)


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Find the place of each column of the contract."""
    names = [name.strip().casefold() for name in header]
    places = {
        column: next((names.index(name) for name in aliases if name in names), None)
        for column, aliases in COLUMNS.items()
    }
    missing = [column for column, place in places.items() if place is None]
    if missing:
        raise MissingColumnsError(columns=", ".join(missing))
    return {column: place for column, place in places.items() if place is not None}


def _entry(number: int, cells: Sequence[str], columns: Mapping[str, int], today: date) -> Entry:
    values = {column: _cell(cells, place) for column, place in columns.items()}
    if not values["id"] or not values["text"]:
        raise RowError(row=number, reason="empty")
    if len(values["text"].split()) > LONGEST:
        raise RowError(row=number, reason="length", limit=LONGEST)
    if found := _TURNING.search(values["text"]):
        raise ForbiddenCharacterError(codepoint=f"U+{ord(found[0]):04X}")
    held_on = _date(values["date"], number)
    if held_on and held_on > today:
        raise RowError(row=number, reason="future")
    return Entry(values["id"], values["text"], values["municipality"], held_on)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _date(value: str, row: int) -> date | None:
    """Read ``2026-11-21``, ``2026-11``, ``2026`` or ``21.11.2026``."""
    if not value:
        return None
    found = _DATE.fullmatch(value)
    if found is None:
        raise RowError(row=row, reason="date")
    year, month, day = found["year"] or found["y"], found["month"], found["day"]
    try:
        return date(int(year), int(month or found["m"] or 1), int(day or found["d"] or 1))
    except ValueError as error:
        raise RowError(row=row, reason="date") from error
