"""A note as a list of blocks of layout, and what every writer of files needs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import groupby
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from demo_notes.sources import NoteSource

Kind = Literal["title", "head", "heading", "paragraph", "bullet", "numbered", "row"]

TABLE_HEAD_STYLES = ("formular", "fallanalyse", "meldebogen")
BOLD_HEADING_STYLES = ("problemlagen", "fallanalyse", "kurzprotokoll")
EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Block:
    """One piece of layout; only a head line and a table row have two cells."""

    kind: Kind
    text: str
    label: str = ""


def blocks_of(source: NoteSource) -> Iterator[Block]:
    """Yield the note's blocks in reading order."""
    yield Block("title", source.title)
    for label, value in source.head:
        yield Block("head", value, label)
    for section in source.sections:
        if section.heading:
            yield Block("heading", section.heading)
        texts = [item.text for item in section.items]
        if section.layout == "prose":
            yield Block("paragraph", " ".join(texts))
        elif section.layout == "bullets":
            yield from (Block("bullet", text) for text in texts)
        else:
            kind: Kind = "numbered" if section.layout == "numbered" else "row"
            yield from (Block(kind, text, str(n)) for n, text in enumerate(texts, start=1))


def groups(blocks: Sequence[Block]) -> Iterator[tuple[Kind, list[Block]]]:
    """Yield the runs of neighbouring blocks of one kind."""
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        yield kind, list(group)


def moment(source: NoteSource) -> datetime:
    """Return noon of the conference's day, the time that files say they were made."""
    return datetime.combine(source.held_on, time(12), tzinfo=UTC)


def repacked(archive: bytes) -> bytes:
    """Return the same archive with fixed times."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, EARLIEST_ZIP_DATE)
            info.compress_type = member.compress_type
            new.writestr(info, old.read(member))
    return target.getvalue()
