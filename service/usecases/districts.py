"""The Kreis of an installation and the municipalities in it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import select

from corpora import municipalities
from nlp.types import Municipality
from service.errors import DistrictError, SettingError
from service.settings import PREFIX
from service.store.tables import LARGEST_INT, District, MunicipalityRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlmodel import Session

    from service.settings import Settings
    from service.store.sessions import Database

_AGS_DIGITS = 8
_LONGEST_NAME = 200


def ensure_district(database: Database, settings: Settings) -> None:
    """Store the Kreis of the settings with its municipalities, where it is not known yet.

    Raises:
        DistrictError: No register is shipped for the Kreis and none is set.
        SettingError: The register that is set cannot be read.
    """
    with database.writing() as session:
        if session.get(District, settings.district) is not None:
            return
        register = _register(settings)
        session.add(District(id=settings.district, name=settings.district_name))
        session.flush()
        session.add_all(
            MunicipalityRow(
                ags=municipality.ags,
                district_id=settings.district,
                name=municipality.name,
                population=municipality.population,
            )
            for municipality in register
        )
        session.commit()


def district_name(database: Database, *, district: str) -> str:
    """Return the name of the Kreis."""
    with database.reading() as session:
        return session.get_one(District, district).name


def list_municipalities(database: Database, *, district: str) -> tuple[Municipality, ...]:
    """Return the municipalities of the Kreis by name."""
    query = (
        select(MunicipalityRow)
        .where(MunicipalityRow.district_id == district)
        .order_by(MunicipalityRow.name)
    )
    with database.reading() as session:
        return tuple(
            Municipality(ags=row.ags, name=row.name, population=row.population)
            for row in session.exec(query)
        )


def count_municipalities(session: Session, district: str) -> int:
    """Return the number of municipalities of the Kreis."""
    query = (
        select(func.count())
        .select_from(MunicipalityRow)
        .where(MunicipalityRow.district_id == district)
    )
    return session.exec(query).one()


def _register(settings: Settings) -> list[Municipality]:
    if settings.municipalities is None:
        shipped = [m for m in municipalities() if m.ags.startswith(settings.district)]
        if not shipped:
            raise DistrictError(district=settings.district)
        return shipped
    try:
        with settings.municipalities.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            found = [_municipality(row, district=settings.district) for row in rows]
        _refuse_repetition(found)
    except (OSError, KeyError, ValueError, csv.Error) as error:
        name = f"{PREFIX}MUNICIPALITIES"
        raise SettingError(field="municipalities", name=name) from error
    if not found:
        raise DistrictError(district=settings.district)
    return found


def _municipality(row: Mapping[str, str | None], *, district: str) -> Municipality:
    ags, name = (row["ags"] or "").strip(), (row["name"] or "").strip()  # None: a short row
    if not (ags.isdecimal() and len(ags) == _AGS_DIGITS and ags.startswith(district)):
        raise ValueError(ags)
    if not 0 < len(name) <= _LONGEST_NAME:
        raise ValueError(name)
    population = int(written) if (written := row.get("population")) else None
    if population is not None and not 0 <= population <= LARGEST_INT:
        raise ValueError(population)
    return Municipality(ags=ags, name=name, population=population)


def _refuse_repetition(register: Sequence[Municipality]) -> None:
    if len({municipality.ags for municipality in register}) < len(register):
        msg = "the same key twice"
        raise ValueError(msg)
