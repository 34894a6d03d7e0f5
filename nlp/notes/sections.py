"""The sections of a note: stretches of its layout under one heading."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nlp.notes import vocabulary
from nlp.notes.layout import Role
from nlp.notes.vocabulary import SectionKind, fold
from nlp.types import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.notes.layout import Part
    from nlp.types import Document

_SHEETS = frozenset({Format.XLSX, Format.CSV})


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the layout under one heading.

    Attributes:
        kind: What stands in it; ``None`` for running prose that says it sentence by sentence.
        heading: The heading as written, empty before the first one.
        level: Level of the heading that opened the section.
        parts: Its layout without headings and labelled lines.
    """

    kind: SectionKind | None
    heading: str = ""
    level: int = 0
    parts: list[Part] = field(default_factory=list)


def sections_of(document: Document, layout: Sequence[Part]) -> list[Section]:
    """Cut the layout at its headings; the first section is what stands before them."""
    title = title_of(layout)
    kinds = {p.section for p in layout if p.role is Role.HEADING and p is not title}
    sections = [Section(_before_headings(document, kinds))]
    unknown = SectionKind.PROBLEMS if document.format in _SHEETS else None
    foreign = document.format not in _SHEETS and not _is_note(layout)
    for part in layout:
        if part is title or part.role is Role.LABEL:
            continue
        if part.role is Role.HEADING:
            structural = SectionKind.PROBLEMS in kinds
            opened = _opened(part, document.text, sections[-1], structural=structural)
            sections.append(replace(opened, kind=opened.kind or unknown))
        else:
            sections[-1].parts.append(part)
    if foreign:
        return [replace(section, kind=SectionKind.FOREIGN) for section in sections]
    return sections


def _is_note(layout: Sequence[Part]) -> bool:
    """Tell a note from another paper: by a line of the head or a heading that notes have.

    Proposals have a heading in many papers.
    """
    others = {None, SectionKind.MEASURES, SectionKind.STRENGTHS}
    return any(part.label or part.section not in others for part in layout)


def title_of(layout: Sequence[Part]) -> Part | None:
    """Return the first heading if it is the note's title rather than its first section's.

    A title stands above the head or above headings that are all deeper; one that speaks of
    minutes or a conference, or that the vocabulary does not know, is a title anyway.
    """
    headings = [part for part in layout if part.role is Role.HEADING]
    if not headings:
        return None
    first, *others = headings
    following = layout[layout.index(first) + 1 :]
    above_head = bool(following) and following[0].role is Role.LABEL
    above_all = bool(others) and first.level < min(part.level for part in others)
    known = first.section not in {None, SectionKind.SILENT}
    return None if known and not above_head and not above_all else first


def _before_headings(document: Document, kinds: set[SectionKind | None]) -> SectionKind | None:
    """Return what stands before the first heading: the head, if sections follow."""
    if kinds & {SectionKind.PROBLEMS, SectionKind.MIXED, SectionKind.UNCLEAR}:
        return SectionKind.SILENT
    return SectionKind.PROBLEMS if document.format in _SHEETS else None


def _opened(part: Part, text: str, current: Section, *, structural: bool) -> Section:
    """Return the section that a heading opens, given the one that it ends."""
    heading = " ".join(part.span.of(text).split()).rstrip(": ")
    folded = fold(heading)
    deeper = part.level > current.level > 0
    if current.kind is SectionKind.CASE and deeper:
        stays = not vocabulary.LEADS_OUT_OF_CASE.search(folded)
    else:
        sorts = current.kind is not None and vocabulary.SORTS.search(folded) is not None
        stays = part.section is None and (deeper or sorts)
    if stays:
        return Section(current.kind, heading, current.level)
    kind = part.section
    vague = kind in {SectionKind.UNCLEAR, SectionKind.MIXED}
    if vague and structural and not vocabulary.BEYOND_CASE.search(folded):
        kind = SectionKind.CASE
    return Section(kind, heading, part.level)
