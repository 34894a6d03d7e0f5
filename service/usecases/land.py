"""All Kreise of an installation at a glance: their names, and what is released of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from service.disclosure.audience import Audience
from service.errors import NoRunYetError
from service.store.tables import District
from service.usecases.released import released_themes
from service.usecases.released_views import Reader

if TYPE_CHECKING:
    from datetime import datetime

    from service.disclosure.threshold import Threshold
    from service.store.sessions import Database
    from service.usecases.released_views import ReleasedThemes


@dataclass(frozen=True, slots=True)
class DistrictFigures:
    """What is released of a Kreis, as figures.

    Attributes:
        as_of: When its latest run was asked for.
        municipalities: Number of its municipalities.
        heard: Number of those that held a conference.
        conferences: Number of conferences.
        statements: Number of statements; ``None`` where it is withheld.
        themes: Number of themes that are released.
    """

    as_of: datetime
    municipalities: int
    heard: int
    conferences: int
    statements: int | None
    themes: int


@dataclass(frozen=True, slots=True)
class DistrictView:
    """A Kreis by its official key; its figures where they may be seen and a run is done."""

    key: str
    name: str
    figures: DistrictFigures | None


def list_districts(
    database: Database, *, threshold: Threshold | None, now: datetime
) -> tuple[DistrictView, ...]:
    """Return all Kreise by key.

    Args:
        database: The database.
        threshold: From when on a theme is released; none for names without figures.
        now: The present.
    """
    with database.reading() as session:
        rows = session.exec(select(District).order_by(col(District.id))).all()
    return tuple(
        DistrictView(row.id, row.name, _figures(database, row.id, threshold, now)) for row in rows
    )


def _figures(
    database: Database, district: str, threshold: Threshold | None, now: datetime
) -> DistrictFigures | None:
    if threshold is None:
        return None
    reader = Reader(district=district, audience=Audience.FIGURES, threshold=threshold)
    try:
        found = released_themes(database, reader, now=now)
    except NoRunYetError:
        return None
    return _counted(found)


def _counted(found: ReleasedThemes) -> DistrictFigures:
    return DistrictFigures(
        as_of=found.as_of,
        municipalities=found.of,
        heard=found.heard,
        conferences=found.conferences,
        statements=found.statements,
        themes=len(found.themes),
    )
