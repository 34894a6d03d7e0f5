"""Every Kreis of the installation with its municipalities, to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from service.store.tables import District, MunicipalityRow
from service.usecases.views import MunicipalityView

if TYPE_CHECKING:
    from service.store.sessions import Database


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A Kreis by key and name, and the municipalities in it by name."""

    key: str
    name: str
    municipalities: tuple[MunicipalityView, ...]


def list_places(database: Database) -> tuple[PlaceView, ...]:
    """Return every Kreis by name."""
    towns: dict[str, list[MunicipalityView]] = {}
    with database.reading() as session:
        for row in session.exec(select(MunicipalityRow).order_by(col(MunicipalityRow.name))):
            towns.setdefault(row.district_id, []).append(MunicipalityView(row.ags, row.name))
        districts = session.exec(select(District).order_by(col(District.name))).all()
    return tuple(PlaceView(row.id, row.name, tuple(towns.get(row.id, ()))) for row in districts)
