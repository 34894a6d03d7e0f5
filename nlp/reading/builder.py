"""Building a document's text block by block, with offsets that stay true."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from nlp.errors import LimitError
from nlp.reading.layout import is_title, typed_items
from nlp.types import Block, BlockKind, Metadata, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LINE_BREAK = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = dict.fromkeys(
    [*range(9), *range(14, 28), 31, *range(127, 160), 0xAD, 0x200B, 0xFEFF, 0xFFFE, 0xFFFF]
)
_DEEPEST = 9  # the deepest heading level of a word processor
_TIGHT = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader finds in a file; offsets count in ``text``."""

    text: str
    blocks: tuple[Block, ...]
    metadata: tuple[Metadata, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    r"""A stretch of text in one character format.

    Attributes:
        text: The characters, line breaks as ``\\n``.
        emphasised: Whether it is bold or underlined.
        hidden: Whether the word processor does not show it.
    """

    text: str
    emphasised: bool = False
    hidden: bool = False


class DocumentBuilder:
    r"""Appends blocks to a text.

    Blocks are joined by an empty line, neighbouring list items and neighbouring table rows
    by a line break. The cells of a row are joined by a tab; line breaks within a block or a
    cell are kept as ``\\n``. Characters that nobody sees (control characters, soft hyphens)
    are dropped and the text is brought to Unicode's normal form C.
    """

    def __init__(self, *, characters: int) -> None:
        self._limit = characters
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._metadata: dict[str, dict[str, None]] = {}
        self._remembered = 0
        self._heading_level = 0

    def add(self, kind: BlockKind, text: str, *, level: int = 0) -> None:
        """Append a block; white space around the text is dropped, an empty block is not added.

        Raises:
            LimitError: The text became longer than the limit.
        """
        text = clean(text)
        if not text:
            return
        if kind is BlockKind.HEADING:
            self._heading_level = level
        start = self._open_block(kind)
        self._append(text)
        self._blocks.append(Block(kind, Span(start, self._length), level))

    def add_row(self, cells: Sequence[str]) -> None:
        """Append a table row with one span a cell; a row without any text is not added.

        Raises:
            LimitError: The text became longer than the limit.
        """
        texts = [clean(cell.replace("\t", " ")) for cell in cells]
        if not any(texts):
            return
        start = self._open_block(BlockKind.TABLE_ROW)
        spans = []
        for index, text in enumerate(texts):
            if index:
                self._append("\t")
            spans.append(Span(self._length, self._length + len(text)))
            self._append(text)
        self._blocks.append(
            Block(BlockKind.TABLE_ROW, Span(start, self._length), cells=tuple(spans))
        )

    def add_paragraph(self, text: str, *, emphasised: bool = False) -> None:
        """Append a paragraph that no style names: its look and its marks say what it is.

        A wholly emphasised title is a heading below the last one that a style named; lines
        that begin with a typed bullet or number are list items.

        Raises:
            LimitError: The text became longer than the limit.
        """
        text = clean(text)
        if emphasised and is_title(text):
            self._add_unstyled_heading(text)
            return
        for kind, part in typed_items(text):
            if kind is BlockKind.HEADING:
                self._add_unstyled_heading(part)
            else:
                self.add(kind, part, level=int(kind is BlockKind.LIST_ITEM))

    def remember(self, key: str, value: str) -> None:
        """Note a property of the file; several values of one key become lines of one value.

        Raises:
            LimitError: Text and properties became longer than the limit.
        """
        value = clean(value)
        values = self._metadata.setdefault(key, {}) if value else {}
        if value and value not in values:
            values[value] = None
            self._remembered += len(value)
            self._check_length()

    def show(self, runs: Iterable[Run]) -> tuple[str, bool]:
        """Join the visible runs; hidden ones become the property ``hidden_text``.

        Returns:
            The text, and whether every visible letter of it is emphasised.
        """
        visible: list[Run] = []
        for hidden, group in groupby(runs, key=attrgetter("hidden")):
            if hidden:
                self.remember("hidden_text", "".join(run.text for run in group))
            else:
                visible += group
        emphasised = all(run.emphasised for run in visible if run.text.strip())
        return "".join(run.text for run in visible), emphasised

    def build(self) -> Extract:
        """Return what was added."""
        return Extract(
            text="".join(self._parts),
            blocks=tuple(self._blocks),
            metadata=tuple(Metadata(key, "\n".join(v)) for key, v in self._metadata.items()),
        )

    def _add_unstyled_heading(self, text: str) -> None:
        styled = self._heading_level
        self.add(BlockKind.HEADING, text, level=min(styled + 1, _DEEPEST))
        self._heading_level = styled

    def _open_block(self, kind: BlockKind) -> int:
        if self._blocks:
            tight = kind in _TIGHT and self._blocks[-1].kind is kind
            self._append("\n" if tight else "\n\n")
        return self._length

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._check_length()

    def _check_length(self) -> None:
        if self._length + self._remembered > self._limit:
            raise LimitError(what="characters", limit=self._limit)


def clean(text: str) -> str:
    r"""Normalise a text for a block: NFC, ``\\n`` for line breaks, no invisible characters."""
    text = unicodedata.normalize("NFC", _LINE_BREAK.sub("\n", text)).translate(_INVISIBLE)
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))
