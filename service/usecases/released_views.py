"""What the use cases answer about released themes: frozen values, with nothing else in them.

They are types of their own, not those of :mod:`service.usecases.standing` with parts left out:
what is added there later does not leave by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from nlp.themes.change import Direction
    from nlp.types import Reach, Trust
    from service.disclosure.audience import Audience
    from service.disclosure.threshold import Threshold
    from service.usecases.resolved import Resolved
    from service.usecases.standing import ThemeName


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: of which Kreis, how much, and from how many statements on."""

    district: str
    audience: Audience
    threshold: Threshold


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of statements by the name of its municipality or half-year.

    Attributes:
        name: The municipality, or such as ``2026-1``.
        statements: The number; ``None`` where it is withheld, be it small or not.
    """

    name: str
    statements: int | None


@dataclass(frozen=True, slots=True)
class ReleasedTheme:
    """A theme as it is released.

    Attributes:
        id: Stable id.
        label: The name that people gave, else the proposed one, else keywords.
        keywords: Words that statements of enough conferences carry, the strongest first.
        size: Number of its statements.
        touched: Number of municipalities that name it.
        at_least: Whether it may be one more.
        of: Number of municipalities in the Kreis.
        municipalities: Those that held a conference, the most statements first.
        half_years: Those in which there was a conference, the earliest first.
        direction: Whether it is named more often than in the half-year before.
        reach: Whether it is structural; ``None`` where that was not measured.
        trust: How far it can be relied on; likewise.
        field: Key of its Handlungsfeld; empty if none.
        resolved: What the Lenkungsgruppe resolved last; ``None`` before it did.
    """

    id: str
    label: str
    keywords: tuple[str, ...]
    size: int
    touched: int
    at_least: bool
    of: int
    municipalities: tuple[Figure, ...]
    half_years: tuple[Figure, ...]
    direction: Direction
    reach: Reach | None
    trust: Trust | None
    field: str
    resolved: Resolved | None


@dataclass(frozen=True, slots=True)
class ReleasedThemes:
    """What is released of a Kreis.

    Attributes:
        as_of: When its latest run was asked for.
        statements: Number of its statements; ``None`` where it is withheld.
        conferences: Number of conferences that made them.
        heard: Number of municipalities that held one.
        of: Number of municipalities in the Kreis.
        themes: Those that are released, the largest first.
        further: Number of themes that are not.
    """

    as_of: datetime
    statements: int | None
    conferences: int
    heard: int
    of: int
    themes: tuple[ReleasedTheme, ...]
    further: int


@dataclass(frozen=True, slots=True)
class ReleasedDetail:
    """A theme with the wording of its statements, by the alphabet and without their origin.

    Attributes:
        theme: The theme.
        statements: All of them; ``None`` where there is no wording: for those who see figures
            only, and after one of them was deleted, since the others would tell which.
        representatives: Up to three that say most of it.
        parts: Labels of its sub-themes that are large enough.
    """

    theme: ReleasedTheme
    statements: tuple[str, ...] | None
    representatives: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleasedDecision:
    """A decision about themes all of which are released; how many statements is not told."""

    id: UUID
    number: int
    kind: str
    themes: tuple[ThemeName, ...]
    label: str
    field: str
    created_at: datetime
    withdrawn_at: datetime | None
