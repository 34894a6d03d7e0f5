"""The demo notes as they are written: one TOML file a note, read into typed values.

A source file's name, without ``.toml``, is the name of the note:
``<ags>-<date>-<slug>``. Its keys are explained in ``corpora/README.md``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FRAME = "frame"
NOT_PROBLEMS = (FRAME, "measure", "single_case")

Layout = Literal["prose", "bullets", "numbered", "table"]


@dataclass(frozen=True)
class Item:
    """A sentence of a note; ``tag`` is a theme, or one of :data:`NOT_PROBLEMS`."""

    tag: str
    text: str

    @property
    def kind(self) -> str:
        """The kind of statement, or :data:`FRAME` for a sentence that is none."""
        return self.tag if self.tag in NOT_PROBLEMS else "problem"

    @property
    def theme(self) -> str:
        """The gold theme of a problem; empty for everything else."""
        return self.tag if self.kind == "problem" else ""


@dataclass(frozen=True)
class Section:
    """A part of a note; prose without a heading is a paragraph of its own."""

    heading: str
    layout: Layout
    items: tuple[Item, ...]


@dataclass(frozen=True)
class NoteSource:
    """One note, independent of the format in which it will be rendered."""

    stem: str
    format: str
    style: str
    title: str
    head: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    running_head: str = ""
    footer: str = ""
    text_box: str = ""
    comment: str = ""
    encoding: str = "utf-8"
    columns: tuple[tuple[str, str], ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """Name of the rendered note."""
        return f"{self.stem}.{self.format}"

    @property
    def ags(self) -> str:
        """Key of the municipality."""
        return self.stem[:8]

    @property
    def held_on(self) -> date:
        """Day of the conference."""
        return date.fromisoformat(self.stem[9:19])

    @property
    def statements(self) -> tuple[Item, ...]:
        """Every item that is a statement, in reading order."""
        return tuple(i for section in self.sections for i in section.items if i.kind != FRAME)


def read_source(path: Path) -> NoteSource:
    """Read one source file.

    Raises:
        tomllib.TOMLDecodeError: It is not TOML.
        KeyError: A key that every note needs is missing.
        TypeError: It has a key that nobody knows.
    """
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    table = values.pop("table", {})
    sections = tuple(
        Section(
            heading=section.get("heading", ""),
            layout=section["layout"],
            items=tuple(Item(tag, text) for tag, text in section["items"]),
        )
        for section in values.pop("section")
    )
    return NoteSource(
        stem=path.stem,
        head=tuple((label, value) for label, value in values.pop("head")),
        sections=sections,
        columns=tuple((title, content) for title, content in table.get("columns", ())),
        kinds=table.get("kinds", {}),
        **values,
    )
