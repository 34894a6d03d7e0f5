"""The layout of a note: its blocks as headings, labelled lines, rows and text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from nlp.notes import vocabulary
from nlp.notes.tables import columns_of
from nlp.notes.vocabulary import SectionKind, fold
from nlp.types import Block, BlockKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.types import Document


class Role(Enum):
    """What a part of the layout is for."""

    HEADING = auto()
    LABEL = auto()  # a line of the head, "Datum: 14.05.2024"
    TEXT = auto()
    ITEM = auto()
    ROW = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the note's layout.

    Attributes:
        role: What it is for.
        span: Its place in the text.
        level: Heading level, 0 for a heading that no style marks.
        section: The kind of section that a heading opens, if the vocabulary knows it.
        label: Field of the head, empty if it is one that is not used.
        value: Place of a labelled line's value.
        cells: The cells of a row.
    """

    role: Role
    span: Span
    level: int = 0
    section: SectionKind | None = None
    label: str = ""
    value: Span | None = None
    cells: tuple[Span, ...] = ()


# White space is taken possessively, so that a long run of it is read once.
_LABELLED = re.compile(
    r"\s*+(?P<label>[^:\t|\n]{2,50}?)(?:\s*+[:|]|[^\S\t]*+\t)\s*+(?P<value>\S.*)", re.DOTALL
)
_SENTENCE_END = (".", "!", ",", ";")
_LONGEST_HEADING = 80
# Share of its letters that the vocabulary must cover before a line counts as a heading.
_COVERAGE = {BlockKind.HEADING: 0.0, BlockKind.LIST_ITEM: 0.9, BlockKind.TABLE_ROW: 0.9}
_UNMARKED = 0.5


def parts(document: Document) -> Iterator[Part]:
    """Yield the layout of a note, without running heads and comments."""
    for block in document.blocks:
        if block.kind in {BlockKind.HEADER, BlockKind.FOOTER, BlockKind.COMMENT}:
            continue
        if vocabulary.HINT.match(block.span.of(document.text)):
            continue
        if block.kind is BlockKind.TABLE_ROW:
            yield _row(document.text, block)
        else:
            for piece in _pieces(document.text, block):
                yield from _parts_of(document.text, piece)


def _pieces(text: str, block: Block) -> Iterator[Block]:
    """Cut a paragraph at the lines that are a heading or a labelled line of their own."""
    if block.kind is not BlockKind.PARAGRAPH or "\n" not in block.span.of(text):
        yield block
        return
    start = previous = block.span.start
    for line in re.finditer(r"[^\n]+", block.span.of(text)):
        span = Span(block.span.start + line.start(), block.span.start + line.end())
        single = Block(block.kind, span)
        if next(_parts_of(text, single)).role is Role.TEXT:
            previous = span.end
            continue
        if previous > start:
            yield Block(block.kind, Span(start, previous))
        yield single
        start = previous = span.end
    if previous > start:
        yield Block(block.kind, Span(start, previous))


def _parts_of(text: str, block: Block) -> Iterator[Part]:
    line = block.span.of(text)
    section = section_of(line, block.kind)
    if block.kind is BlockKind.HEADING or section:
        yield Part(Role.HEADING, block.span, level=block.level, section=section)
        return
    labelled = _LABELLED.match(line)
    if labelled is None or block.kind is BlockKind.LIST_ITEM:
        role = Role.ITEM if block.kind is BlockKind.LIST_ITEM else Role.TEXT
        yield Part(role, block.span)
        return
    start = block.span.start
    value = Span(start + labelled.start("value"), start + labelled.end("value"))
    label = Span(start + labelled.start("label"), start + labelled.end("label"))
    field = head_label(labelled["label"])
    if field is not None:
        yield Part(Role.LABEL, block.span, label=field, value=value)
    elif section := section_of(labelled["label"], BlockKind.PARAGRAPH):
        yield Part(Role.HEADING, label, section=section)
        yield Part(Role.TEXT, value)
    else:
        yield Part(Role.TEXT, block.span)


def _row(text: str, block: Block) -> Part:
    filled = [cell for cell in block.cells if cell.of(text).strip()]
    if len(filled) == 1 and (section := section_of(filled[0].of(text), BlockKind.TABLE_ROW)):
        return Part(Role.HEADING, filled[0], section=section)
    header = columns_of([cell.of(text) for cell in block.cells])
    label = head_label(filled[0].of(text)) if filled and not header else None
    if label is not None and len(filled) == 2:  # noqa: PLR2004 - a label and its value
        return Part(Role.LABEL, block.span, label=label, value=filled[1], cells=block.cells)
    return Part(Role.ROW, block.span, cells=block.cells)


def head_label(text: str) -> str | None:
    """Return the field of the head that a label names, ``""`` for one that is not used."""
    folded = fold(text)
    for field, pattern in vocabulary.LABELS:
        if pattern.search(folded):
            return field
    return "" if vocabulary.OTHER_LABELS.search(folded) else None


def section_of(line: str, kind: BlockKind) -> SectionKind | None:
    """Return the kind of section that a line opens, if it is a heading of the vocabulary."""
    line = line.strip()
    if len(line) > _LONGEST_HEADING or "\n" in line or line.endswith(_SENTENCE_END):
        return None
    folded = fold(line)
    needed = 0.0 if line.endswith(":") else _COVERAGE.get(kind, _UNMARKED)
    for section, pattern in vocabulary.HEADINGS:
        found = sum(len(match[0]) for match in pattern.finditer(folded))
        if found and found >= needed * len(folded):
            return section
    return None
