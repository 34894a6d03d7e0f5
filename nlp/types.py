"""The values that travel through the method, in the order in which they arise.

    file -> Document -> Note -> Verdict of the gate -> Statement -> vector -> Clustering -> Theme

Offsets are half-open ``[start, end)`` and count Unicode code points of
:attr:`Document.text`; every later stage keeps pointing into that one text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy as np
    import numpy.typing as npt


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


# --- Document -----------------------------------------------------------------


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


# --- Note ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality as the official register knows it.

    Attributes:
        ags: Amtlicher Gemeindeschlüssel, eight digits; the first five name the Kreis.
        name: Official name, such as ``Halle (Westf.)``.
        population: Number of inhabitants, where known.
    """

    ags: str
    name: str
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution as the taxonomy names it, and the other ways to write it."""

    name: str
    aliases: tuple[str, ...] = ()


class StatementKind(StrEnum):
    """What a statement is about.

    ``problem`` is a generative Thema, ``measure`` a proposed solution, ``single_case``
    a fact about the one case that was discussed.
    """

    PROBLEM = "problem"
    MEASURE = "measure"
    SINGLE_CASE = "single_case"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a note.

    Attributes:
        id: Stable for the same text at the same place of the same file.
        kind: Problem, measure or single case.
        text: ``span`` of the document's text to be read: white space folded, and in ``csv``
            and ``md`` without doubled quotes and Markdown's marks.
        section: The heading under which it stands, as written; empty if none.
        span: Its place in :attr:`Document.text`.
    """

    id: str
    kind: StatementKind
    text: str
    section: str
    span: Span


@dataclass(frozen=True, slots=True)
class NoteHead:
    """What the head of a note says; ``None`` or empty where it says nothing.

    ``institutions`` holds names of known institutions only, never text of the note.
    """

    held_on: date | None = None
    municipality: Municipality | None = None
    participants: int | None = None
    institutions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """The minutes of one Planungskonferenz, cut into statements."""

    head: NoteHead
    statements: tuple[Statement, ...]


# --- Gate ---------------------------------------------------------------------


class Tier(StrEnum):
    """How sure the gate is: ``refuse`` is certain, ``confirm`` needs a person's eye."""

    REFUSE = "refuse"
    CONFIRM = "confirm"


class Decision(StrEnum):
    """What the gate decides about a document."""

    REFUSE = "refuse"
    CONFIRM = "confirm"
    PASS = "pass"  # noqa: S105 - a decision, no password


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data found in a text.

    Attributes:
        span: Where it stands. For findings outside the text, in metadata or in the file's
            name, ``place`` names where and the span counts in that value.
        type: The kind of data, such as ``email``; the catalogue explains it in German.
        tier: How sure the gate is.
        rule: Which rule fired, as a code that the catalogue explains in German.
        place: ``text``, ``filename`` or ``metadata:<key>``.
    """

    span: Span
    type: str
    tier: Tier
    rule: str = "form"
    place: str = "text"


@dataclass(frozen=True, slots=True)
class QuasiIdentifier:
    """A feature of a person that can single them out, and what to write instead.

    Attributes:
        span: Its place in the document's text.
        type: The kind of feature, such as ``age``; the catalogue names it in German.
        proposal: A less specific wording that fits in its place: ``30–39`` for ``34``.
    """

    span: Span
    type: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's answer: findings in order of their place, and what follows from them."""

    findings: tuple[Finding, ...] = ()
    quasi_identifiers: tuple[QuasiIdentifier, ...] = ()
    singling_out: bool = False

    @property
    def decision(self) -> Decision:
        """The strictest tier among the findings decides."""
        tiers = {finding.tier for finding in self.findings}
        if Tier.REFUSE in tiers:
            return Decision.REFUSE
        if Tier.CONFIRM in tiers or self.singling_out:
            return Decision.CONFIRM
        return Decision.PASS


# --- Themes -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement as the clustering sees it.

    Attributes:
        id: Unique in its corpus.
        text: The statement.
        municipality: AGS key or any name that tells municipalities apart.
        held_on: Date of its conference, where known.
    """

    id: str
    text: str
    municipality: str
    held_on: date | None = None


@dataclass(frozen=True)
class Clustering:
    """Statements grouped into clusters; row ``i`` is the corpus' entry ``i``.

    Attributes:
        labels: Shape ``(n,)``, cluster number from 0, or -1 for "not bundled".
        strength: Shape ``(n,)``, in ``[0, 1]``: the share of the consensus' runs that
            agree that the statement belongs with its cluster; 0 where not bundled.
    """

    labels: npt.NDArray[np.int64]
    strength: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word of a theme and the statements that carry it (ids, in corpus order)."""

    word: str
    weight: float
    entry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A candidate theme, as one run proposes it.

    Attributes:
        id: Unique in its run, ``T-001`` being the largest theme.
        label: Short German noun phrase from the statements' own words.
        keywords: The strongest first.
        entry_ids: Its statements, the strongest first.
        representatives: Up to three of them that together say most of the theme.
        municipalities: Number of statements per municipality.
        strength: Mean strength of its statements, in ``[0, 1]``.
    """

    id: str
    label: str
    keywords: tuple[Keyword, ...]
    entry_ids: tuple[str, ...]
    representatives: tuple[str, ...]
    municipalities: Mapping[str, int]
    strength: float


@dataclass(frozen=True)
class ThemeRun:
    """The result of one run over a corpus.

    Attributes:
        themes: The largest first.
        theme_of: Theme id per entry id; entries that are not bundled are absent.
        strength_of: Strength in ``[0, 1]`` per entry id of a bundled entry.
        positions: Place on the map per entry id, each coordinate in ``[0, 1]``.
        figures: Quality figures of the run, by name.
        seconds: Wall-clock time by stage.
    """

    themes: tuple[Theme, ...]
    theme_of: Mapping[str, str]
    strength_of: Mapping[str, float]
    positions: Mapping[str, tuple[float, float]]
    figures: Mapping[str, float]
    seconds: Mapping[str, float] = field(default_factory=dict)
