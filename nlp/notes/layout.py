"""The layout of a note: its blocks as headings, labelled lines, rows and text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from nlp.notes import vocabulary
from nlp.notes.tables import columns_of
from nlp.notes.vocabulary import SectionKind, fold
from nlp.types import Block, BlockKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
_LINE = re.compile(r"[^\S\n]*+(?P<item>\S[^\n]*+)")
_DASH = re.compile(r"^[^\S\n]*+[-–•*][^\S\n]", re.MULTILINE)
# A dash item, or what stands before the first, with the lines that go on without a dash. The
# last repetition is not possessive: Python 3.11.2 would lose what it matched.
_DASH_ITEM = re.compile(
    r"(?:^[^\S\n]*+[-–•*][^\S\n]++|\A\s*+)"
    r"(?P<item>\S[^\n]*+(?:\n(?![^\S\n]*+[-–•*][^\S\n])[^\n]*+)*)",
    re.MULTILINE,
)
_SENTENCE_END = (".", "!", ",", ";")
_LONGEST_HEADING = 80
# Share of its letters that the vocabulary must cover before a line counts as a heading.
_COVERAGE = {BlockKind.HEADING: 0.0, BlockKind.LIST_ITEM: 0.9, BlockKind.TABLE_ROW: 0.9}
_UNMARKED = 0.5


def parts(document: Document) -> Iterator[Part]:
    """Yield the layout of a note, without running heads and comments."""
    text = document.text
    blocks = [
        block
        for block in document.blocks
        if block.kind not in {BlockKind.HEADER, BlockKind.FOOTER, BlockKind.COMMENT}
        and not vocabulary.HINT.match(block.span.of(text))
    ]
    for is_table, group in groupby(
        _with_questions(text, blocks), key=lambda block: block.kind is BlockKind.TABLE_ROW
    ):
        if is_table:
            yield from _table(text, list(group))
        else:
            for piece in (piece for block in group for piece in _pieces(text, block)):
                yield from _parts_of(text, piece)


def _with_questions(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks; a question that the following ones answer becomes a heading.

    That is a line above a list, or the one item of a list above a paragraph if the vocabulary
    knows it: a numbered heading that no style marks.
    """
    kinds = [None, *(block.kind for block in blocks), None]
    for block, before, after in zip(blocks, kinds, kinds[2:], strict=False):
        line = block.span.of(text).strip()
        heading = Block(BlockKind.HEADING, block.span)
        above_list = block.kind is BlockKind.PARAGRAPH and after is BlockKind.LIST_ITEM
        numbered = block.kind is BlockKind.LIST_ITEM is not before and after is BlockKind.PARAGRAPH
        asks = line.endswith("?") and "\n" not in line and len(line) <= _LONGEST_HEADING
        known = section_of(line, BlockKind.HEADING) is not None
        yield heading if asks and (above_list or (numbered and known)) else block


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


def _table(text: str, rows: Sequence[Block]) -> Iterator[Part]:
    """Yield the rows of a table; in a form, each label opens the section of its answer."""
    form = _is_form(text, rows)
    for row in rows:
        part = _row(text, row)
        if not form or part.role is not Role.ROW or not (pair := _pair(text, row)):
            yield part
            continue
        label, answer = pair
        section = section_of(label.of(text), BlockKind.PARAGRAPH)
        yield Part(Role.HEADING, label, section=section)
        yield from _answers(text, answer)


def _is_form(text: str, rows: Sequence[Block]) -> bool:
    """Tell a form from a list: it has no header, and its labels open several sections."""
    pairs = [pair for row in rows if (pair := _pair(text, row))]
    sections = [section_of(label.of(text), BlockKind.PARAGRAPH) for label, _ in pairs]
    above = takewhile(lambda row: row[1] is None, zip(pairs, sections, strict=True))
    if any(columns_of([cell.of(text) for cell in pair], loose=True) for pair, _ in above):
        return False
    return len(set(sections) - {None}) > 1


def _pair(text: str, row: Block) -> tuple[Span, Span] | None:
    """Return the label and the answer of a row with two columns."""
    filled = [cell for cell in row.cells if cell.of(text).strip()]
    if len(row.cells) != 2 or len(filled) != 2:  # noqa: PLR2004 - a label and its answer
        return None
    return filled[0], filled[1]


def _answers(text: str, cell: Span) -> Iterator[Part]:
    """Yield an answer: its dash items, or else its lines, one by one."""
    answer = cell.of(text)
    dashed = _DASH.search(answer) is not None
    found = list((_DASH_ITEM if dashed else _LINE).finditer(answer))
    role = Role.ITEM if dashed or len(found) > 1 else Role.TEXT
    for item in found:
        yield Part(role, Span(cell.start + item.start("item"), cell.start + item.end("item")))


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
