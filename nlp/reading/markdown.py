"""Markdown: blocks as spans into the file's own text, marks outside the spans.

Covers what notes use of CommonMark and of GitHub's tables: headings with ``#`` or
underlined, nested list items with continuation lines, block quotes, fenced code, tables.
Marks within a line, such as ``**``, stay in the text, and so does ``>`` at the second line
of a quote; a wholly bold title is a heading and its marks stay outside.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.reading.builder import Extract
from nlp.reading.layout import Depth, is_title
from nlp.reading.text import Line, lines, trimmed
from nlp.types import Block, BlockKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ATX = re.compile(r"(#{1,6})(?:[ \t]+|\Z)")
_ATX_END = re.compile(r"[ \t]#+\Z")
_SETEXT = re.compile(r"=+|-+")
_RULE = re.compile(r"(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,}")
_MARK = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_QUOTE = re.compile(r">[> \t]*")
_FENCE = re.compile(r"```|~~~")
_STRONG = re.compile(r"(?:\*\*|__)([^*_]+)(?:\*\*|__):?")
_PIPE = re.compile(r"(?<!\\)\|")
_DEEPEST = 9


def read_markdown(text: str) -> Extract:
    """Find the blocks of a Markdown text."""
    return Extract(text, tuple(_MarkdownReader(text).blocks()))


class _MarkdownReader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = lines(text)
        self._depth = Depth()
        self._level = 0

    def blocks(self) -> Iterator[Block]:
        position = 0
        while position < len(self._lines):
            end = self._end_of_unit(position)
            found = self._unit(self._lines[position:end])
            yield from (block for block in found if block.span.start < block.span.end)
            position = end

    def _end_of_unit(self, position: int) -> int:
        """Return the index behind the heading, paragraph, item, table or code that starts."""
        first = self._lines[position].text
        end = position + 1
        if _FENCE.match(first):
            while end < len(self._lines) and not self._lines[end].text.startswith(first[:3]):
                end += 1
            return end + 1
        if _ATX.match(first) or _RULE.fullmatch(first):
            return end
        while end < len(self._lines) and not self._lines[end].gap:
            text = self._lines[end].text
            if _SETEXT.fullmatch(text) and not _MARK.match(first):
                return end + 1
            if _interrupts(text):
                return end
            end += 1
        return end

    def _unit(self, unit: Sequence[Line]) -> Iterator[Block]:
        first = unit[0]
        if _FENCE.match(first.text):
            yield self._code(unit)
        elif _is_table(unit):
            self._depth.end_list()
            yield from (self._row(line) for line in (first, *unit[2:]))
        elif atx := _ATX.match(first.text):
            closing = _ATX_END.search(first.text, atx.end())
            end = first.start + closing.start() if closing else first.end
            yield self._heading(first.start + atx.end(), end, len(atx[1]))
        elif len(unit) > 1 and _SETEXT.fullmatch(unit[-1].text):
            yield self._heading(first.start, unit[-2].end, 1 if unit[-1].text[0] == "=" else 2)
        elif not _RULE.fullmatch(first.text):
            yield self._prose(unit)

    def _code(self, unit: Sequence[Line]) -> Block:
        inside = [line for line in unit[1:] if not _FENCE.match(line.text)]
        start = inside[0].start if inside else unit[0].end
        return Block(BlockKind.PARAGRAPH, Span(start, inside[-1].end if inside else start))

    def _heading(self, start: int, end: int, level: int) -> Block:
        self._depth.end_list()
        self._level = level
        return Block(BlockKind.HEADING, trimmed(self._text, start, end), level)

    def _row(self, line: Line) -> Block:
        start, end = line.start, line.end
        if line.text.startswith("|"):
            start += 1
        if _PIPE.search(line.text, max(len(line.text) - 1, 1)):
            end -= 1
        pipes = [match.start() for match in _PIPE.finditer(self._text, start, end)]
        edges = zip([start, *(pipe + 1 for pipe in pipes)], [*pipes, end], strict=True)
        cells = tuple(trimmed(self._text, *edge) for edge in edges)
        return Block(BlockKind.TABLE_ROW, Span(cells[0].start, cells[-1].end), cells=cells)

    def _prose(self, unit: Sequence[Line]) -> Block:
        first, end = unit[0], unit[-1].end
        quote = _QUOTE.match(first.text)
        offset = quote.end() if quote else 0
        if mark := _MARK.match(first.text, offset):
            span = trimmed(self._text, first.start + mark.end(), end)
            return Block(BlockKind.LIST_ITEM, span, self._depth.of(first.indent))
        if not first.indent:
            self._depth.end_list()
        strong = _STRONG.fullmatch(first.text, offset)
        if len(unit) == 1 and strong and is_title(strong[1]):
            span = trimmed(self._text, first.start + strong.start(1), first.start + strong.end(1))
            return Block(BlockKind.HEADING, span, min(self._level + 1, _DEEPEST))
        return Block(BlockKind.PARAGRAPH, trimmed(self._text, first.start + offset, end))


def _interrupts(text: str) -> bool:
    """Tell whether a line ends the paragraph above it without a blank line between."""
    starts = (_MARK, _ATX, _FENCE)
    return any(pattern.match(text) for pattern in starts) or _RULE.fullmatch(text) is not None


def _is_table(unit: Sequence[Line]) -> bool:
    if len(unit) == 1 or "|" not in unit[0].text:
        return False
    rule = unit[1].text
    return {"|", "-"} <= set(rule) <= set("|:- \t")
