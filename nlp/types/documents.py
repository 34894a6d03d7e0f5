"""A file that was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in :attr:`Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            msg = f"not a span: [{self.start}, {self.end})"
            raise ValueError(msg)

    def of(self, text: str) -> str:
        """Return the part of ``text`` that this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


class Format(StrEnum):
    """The file formats that can be read."""

    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"
    TXT = "txt"
    MD = "md"
    XLSX = "xlsx"
    CSV = "csv"


class BlockKind(StrEnum):
    """What a block is in the layout of its file."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    HEADER = "header"
    FOOTER = "footer"
    TEXT_BOX = "text_box"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of layout.

    Attributes:
        kind: What the block is.
        span: Its place in :attr:`Document.text`, without the line break after it.
        level: Heading level from 1, list depth from 1, otherwise 0.
        cells: The cells of a table row, from left to right; empty otherwise.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    cells: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """A property that a file carries beside its text, such as its author.

    It is shown to the gate and never stored.
    """

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its text, its layout, and what it carries beside.

    Attributes:
        format: The format that the bytes really have.
        text: For ``txt``, ``md`` and ``csv`` the decoded file itself (without a byte
            order mark); otherwise the extracted text, blocks joined by line breaks.
        blocks: In reading order, without overlap.
        metadata: Author, title, last editor and so on.
        sha256: Hex digest of the file's bytes.
    """

    format: Format
    text: str
    blocks: tuple[Block, ...]
    metadata: tuple[Metadata, ...]
    sha256: str
