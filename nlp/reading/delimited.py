"""Delimited text (csv): one block a record, one span a cell."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from nlp.reading.builder import Extract
from nlp.reading.text import trimmed
from nlp.types import Block, BlockKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_DELIMITERS = ";,\t"
_DECLARED_DELIMITER = re.compile(r"sep=([;,\t])(?:\r\n|\r|\n)")
_SNIFFED_RECORDS = 100


def read_csv(text: str) -> Extract:
    """Find the records and cells of delimited text.

    The delimiter is ``;``, ``,`` or a tab: the one of a first line ``sep=;``, else the one
    that cuts most records into as many cells as the first record. A row's span is the whole
    record. A cell's span is what stands between the delimiters, without the white space
    around it; of a quoted cell it is what stands between the quotes, so that a quote within
    it is still doubled there.
    """
    declared = _DECLARED_DELIMITER.match(text)
    delimiter = declared[1] if declared else _sniff(text)
    blocks = []
    for cells, record in _records(text, delimiter, declared.end() if declared else 0):
        if any(cell.of(text) for cell in cells):
            blocks.append(Block(BlockKind.TABLE_ROW, record, cells=tuple(cells)))
    return Extract(text, tuple(blocks))


def _sniff(text: str) -> str:
    return max(_DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> int:
    """Count the first records that have as many cells, at least two, as the very first."""
    widths = [len(cells) for cells, _ in islice(_records(text, delimiter, 0), _SNIFFED_RECORDS)]
    return widths.count(widths[0]) if widths and widths[0] > 1 else 0


def _records(text: str, delimiter: str, position: int) -> Iterator[tuple[list[Span], Span]]:
    """Cut text into records; a quote that is never closed is an ordinary character."""
    cell = re.compile(
        rf'(?:"((?:[^"]++|"")*+)"(?=[{delimiter}\r\n]|\Z)|([^{delimiter}\r\n]*))'
        rf"({delimiter}|\r\n|\r|\n|\Z)"
    )
    start, cells = position, list[Span]()
    for match in cell.finditer(text, position):
        content = 2 if match[1] is None else 1
        cells.append(trimmed(text, *match.span(content)))
        if match[3] != delimiter:
            yield cells, Span(start, match.start(3))
            start, cells = match.end(), []
