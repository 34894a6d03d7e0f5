"""Plain text and the lines that text, Markdown and tables share.

``Document.text`` is the file's own decoded text; blocks are spans into it.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.errors import ForbiddenCharacterError, UnknownFormatError
from nlp.reading.builder import Extract
from nlp.reading.layout import MARKER, Depth, is_title
from nlp.types import Block, BlockKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_RULE = re.compile(r"={3,}|-{3,}|_{3,}|~{3,}|\*{3,}")

_WIDEST_WRAP = 100
_NARROWEST_WRAP = 60
_TAB = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it.

    Attributes:
        text: The characters.
        start: Offset of the first of them.
        indent: Columns of white space before it, a tab counting up to the next multiple
            of four.
        gap: Whether a blank line or the beginning of the file stands before it.
    """

    text: str
    start: int
    indent: int
    gap: bool

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.start + len(self.text)


def decode(data: bytes) -> str:
    """Decode a text file: UTF-8, else UTF-16 with byte order mark, else windows-1252.

    Returns:
        The text without its byte order mark, otherwise unchanged.

    Raises:
        ForbiddenCharacterError: The text holds NUL or another control character
            (``codepoint``).
        UnknownFormatError: The bytes are no text.
    """
    try:
        text = data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_windows(data)
    if control := _CONTROL.search(text):
        raise ForbiddenCharacterError(codepoint=f"U+{ord(control[0]):04X}")
    return text


def _decode_windows(data: bytes) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnknownFormatError from error
    if _CONTROL.search(text):
        raise UnknownFormatError
    return text


def lines(text: str) -> list[Line]:
    """Return the lines of a text that are not blank."""
    found = []
    gap = True
    for match in _LINE.finditer(text):
        body = match[0].rstrip()
        words = body.lstrip()
        if words:
            margin = len(body) - len(words)
            indent = len(body[:margin].expandtabs(_TAB))
            found.append(Line(words, match.start() + margin, indent, gap))
        gap = not words
    return found


def trimmed(text: str, start: int, end: int) -> Span:
    """Return the span of ``text[start:end]`` without the white space around it."""
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    return Span(start, start + len(part.strip()))


def read_text(text: str) -> Extract:
    """Find the blocks of a plain text.

    Blank lines separate paragraphs. Within one, a line break is the writer's own where the
    first word of the next line would still have fitted (the text's width is its longest
    line of up to 100 characters); otherwise the editor wrapped the line. Lines with a
    bullet or a number are list items, their depth by indentation. A heading is underlined,
    or a title that stands alone between blank lines, or a title above a list.
    """
    return Extract(text, tuple(_TextReader(lines(text)).blocks()))


class _TextReader:
    def __init__(self, all_lines: Sequence[Line]) -> None:
        self._lines = all_lines
        narrow = (_width(line) for line in all_lines if _width(line) <= _WIDEST_WRAP)
        self._width = max(_NARROWEST_WRAP, max(narrow, default=0))
        self._depth = Depth()

    def blocks(self) -> Iterator[Block]:
        position = 0
        while position < len(self._lines):
            end = self._end_of_unit(position)
            if not _is_rule(self._lines[position]):
                yield self._block(position, end)
            position = end

    def _block(self, position: int, end: int) -> Block:
        line = self._lines[position]
        stop = self._lines[end - 1].end
        if level := self._heading_level(position, end):
            self._depth.end_list()
            return Block(BlockKind.HEADING, Span(line.start, stop), level)
        if mark := MARKER.match(line.text):
            span = Span(line.start + mark.end(), stop)
            return Block(BlockKind.LIST_ITEM, span, self._depth.of(line.indent))
        if not line.indent:
            self._depth.end_list()
        return Block(BlockKind.PARAGRAPH, Span(line.start, stop))

    def _end_of_unit(self, position: int) -> int:
        """Return the index behind the last line that belongs to the unit that starts here."""
        first = self._lines[position]
        is_item = MARKER.match(first.text) is not None
        end = position + 1
        while end < len(self._lines) and not _is_rule(first):
            line = self._lines[end]
            if line.gap or MARKER.match(line.text) or _is_rule(line):
                break
            continues_item = is_item and line.indent > first.indent
            if not continues_item and not self._is_wrapped(end - 1):
                break
            end += 1
        return end

    def _is_wrapped(self, position: int) -> bool:
        """Tell whether the first word of the next line would not have fitted on this one."""
        width = _width(self._lines[position])
        word = self._lines[position + 1].text.split(maxsplit=1)[0]
        return width <= _WIDEST_WRAP and width + 1 + len(word) > self._width

    def _heading_level(self, position: int, end: int) -> int:
        """Return the level of a heading, or 0 for any other unit."""
        line = self._lines[position]
        if end == len(self._lines) or end > position + 1 or not is_title(line.text):
            return 0
        following = self._lines[end]
        if _is_rule(following) and not following.gap:
            return 1 if following.text.startswith("=") else 2
        if MARKER.match(line.text) or not (line.gap or not self._is_wrapped(position - 1)):
            return 0
        if MARKER.match(following.text):
            return 2 if line.text.endswith(":") or not following.gap else self._lone(position)
        return self._lone(position)

    def _lone(self, position: int) -> int:
        """Return the level of a title that stands alone; of several in a row, the last."""
        line, following = self._lines[position], self._lines[position + 1]
        if not (_stands_out(line) and line.gap and following.gap):
            return 0
        if position == 0:
            return 1
        after = self._lines[position + 2] if position + 2 < len(self._lines) else None
        is_listed = _stands_out(following) and (after is None or after.gap)
        return 0 if is_listed else 2


def _width(line: Line) -> int:
    return line.indent + len(line.text)


def _is_rule(line: Line) -> bool:
    return _RULE.fullmatch(line.text) is not None


def _stands_out(line: Line) -> bool:
    """Tell whether a line looks like a title rather than a sentence, a value or an item."""
    return (
        is_title(line.text)
        and line.text[0].isupper()
        and ": " not in line.text
        and not MARKER.match(line.text)
    )
