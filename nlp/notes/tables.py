"""Tables in notes: which column holds the statement, its kind, its date."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from nlp.notes import vocabulary
from nlp.notes.vocabulary import SectionKind, fold
from nlp.types import Span, StatementKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_STRENGTHS = dict(vocabulary.HEADINGS)[SectionKind.STRENGTHS]
_LONGEST_HEADER = 5
_LONGEST_TITLE = 3
_KIND_OF_SECTION = {
    SectionKind.PROBLEMS: StatementKind.PROBLEM,
    SectionKind.UNCLEAR: StatementKind.PROBLEM,
    SectionKind.MEASURES: StatementKind.MEASURE,
    SectionKind.STEPS: StatementKind.MEASURE,
    SectionKind.CASE: StatementKind.SINGLE_CASE,
}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by what they hold, numbered from 0.

    Attributes:
        texts: Columns with statements from left to right, each with the kind that its header
            names, if any.
        kind: Column with the kind of the row's statement.
        municipality: Column with a municipality.
        date: Column with a date.
        named: Whether a header names the columns.
    """

    texts: tuple[tuple[int, StatementKind | None], ...] = ()
    kind: int | None = None
    municipality: int | None = None
    date: int | None = None
    named: bool = True


def columns_of(cells: Sequence[str], *, loose: bool = False) -> Columns | None:
    """Read a row as a table's header; ``None`` if it is none.

    With ``loose``, a cell that only speaks of statements counts beside one that is known.
    """
    names = {index: fold(cell) for index, cell in enumerate(cells) if fold(cell)}
    if not names or any(len(name.split()) > _LONGEST_HEADER for name in names.values()):
        return None
    fields = {index: _field(name) for index, name in names.items()}
    if loose and any(fields.values()):
        speaking = filter(lambda i: vocabulary.SPEAKS_OF_STATEMENT.search(names[i]), names)
        fields |= dict.fromkeys(speaking, "text")
    known = [field for field in fields.values() if field]
    if "text" not in known or 2 * len(known) < len(names):
        return None
    at = {field: index for index, field in reversed(fields.items())}
    texts = tuple((i, _kind_of_header(names[i])) for i, field in fields.items() if field == "text")
    return Columns(texts, at.get("kind"), at.get("municipality"), at.get("date"))


def _field(name: str) -> str | None:
    return next((field for field, pattern in vocabulary.COLUMNS if pattern.search(name)), None)


def _kind_of_header(name: str) -> StatementKind | None:
    """Return the kind that a header names; one that speaks of problems as well names none."""
    patterns = dict(vocabulary.HEADINGS)
    problems = patterns[SectionKind.PROBLEMS].search(name) or "problem" in name
    measures = patterns[SectionKind.MEASURES].search(name)
    return StatementKind.MEASURE if measures and not problems else None


def statements_of(
    text: str, cells: Sequence[Span], columns: Columns
) -> list[tuple[Span, StatementKind | None]]:
    """Return a row's statements: of the columns for one kind, the longest cell.

    A row whose kind is a strength states nothing.
    """
    kind_cell = _cell(cells, columns.kind)
    if kind_cell and _STRENGTHS.search(fold(kind_cell.of(text))):
        return []
    longest: dict[StatementKind | None, Span] = {}
    for index, kind in takewhile(lambda column: column[0] < len(cells), columns.texts):
        cell = _cell(cells, index)
        if cell and cell.of(text).strip() and _length(cell) > _length(longest.get(kind)):
            longest[kind] = cell
    named = _named_kind(text, kind_cell)
    return [(cell, named or kind) for kind, cell in longest.items()]


def _cell(cells: Sequence[Span], index: int | None) -> Span | None:
    return cells[index] if index is not None and index < len(cells) else None


def _length(span: Span | None) -> int:
    return span.end - span.start if span else 0


def _named_kind(text: str, cell: Span | None) -> StatementKind | None:
    """Return the kind that a cell names: by a word for it, or by a heading's words."""
    word = fold(cell.of(text)) if cell else ""
    for kind, pattern in vocabulary.KIND_WORDS:
        if pattern.search(word):
            return StatementKind(kind)
    for section, pattern in vocabulary.HEADINGS:
        if pattern.search(word):
            return _KIND_OF_SECTION.get(section)
    return None


def _says_kind(row: Sequence[str], columns: Columns) -> bool:
    """Tell whether a row has a kind where it belongs: it is no header, though it reads so."""
    if columns.kind is None or columns.kind >= len(row):
        return False
    word = fold(row[columns.kind])
    return any(pattern.search(word) for _, pattern in vocabulary.KIND_WORDS)


def read_table(rows: Sequence[Sequence[str]]) -> tuple[Columns, list[int]]:
    """Find a table's columns, and the rows (from 0) that are no header.

    Where no header is known, the column with the most words holds the statements; a first row
    of a few words above rows of many is then taken for a header.
    """
    headers = {i: header for i, row in enumerate(rows) if (header := columns_of(row))}
    if not headers:
        loose = ((i, columns_of(row, loose=True)) for i, row in enumerate(rows))
        headers = dict(next(([(i, header)] for i, header in loose if header), []))
    if headers:
        first = min(headers)
        body = range(first + 1, len(rows))
        return headers[first], [
            i for i in body if i not in headers or _says_kind(rows[i], headers[first])
        ]
    words: Counter[int] = Counter()
    for row in rows:
        words.update({i: len(cell.split()) for i, cell in enumerate(row)})
    column = max(words, key=lambda i: (words[i], -i))
    head, *below = (len(row[column].split()) if column < len(row) else 0 for row in rows)
    headed = bool(below) and head <= _LONGEST_TITLE < sum(below) / len(below)
    return Columns(texts=((column, None),), named=False), list(range(int(headed), len(rows)))


def column_values(rows: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """Return the municipalities and the dates that the rows of a table name."""
    columns, body = read_table(rows)
    fields = (columns.municipality, columns.date)
    municipalities, dates = (
        [rows[i][field] for i in body if field is not None and field < len(rows[i])]
        for field in fields
    )
    return municipalities, dates
