"""The Kreise of an installation and the municipalities in them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import select

from corpora import municipalities as shipped_municipalities
from nlp.types import Municipality
from service.access.secrets import digest
from service.errors import (
    DistrictError,
    DistrictExistsError,
    DistrictNotFoundError,
    NotSignedInError,
    RegisterError,
    SettingError,
)
from service.settings import PREFIX
from service.store.access_tables import LoginSessionRow
from service.store.tables import LARGEST_INT, District, MunicipalityRow
from service.usecases.audit import ACCOUNTS, Action, record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlmodel import Session

    from service.settings import Settings
    from service.store.sessions import Database

_AGS_DIGITS = 8
_LONGEST_NAME = 200


def ensure_district(database: Database, settings: Settings, *, actor: str, now: datetime) -> None:
    """Store the Kreis of the settings with its municipalities, where it is not known yet.

    Raises:
        DistrictError: No register is shipped for the Kreis and none is set.
        SettingError: The register that is set cannot be read.
    """
    with database.writing() as session:
        if session.get(District, settings.district) is not None:
            return
        try:
            register = _register(settings.district, settings.municipalities)
        except RegisterError as error:
            name = f"{PREFIX}MUNICIPALITIES"
            raise SettingError(field="municipalities", name=name) from error
        _store(session, settings.district, settings.district_name, register)
        _record(session, settings.district, actor=actor, now=now)
        session.commit()


def add_district(  # what a Kreis is made of, and what is noted about it
    database: Database,
    district: str,
    name: str,
    *,
    municipalities: Path | None = None,
    actor: str,
    now: datetime,
) -> int:
    """Store one more Kreis with its municipalities; return their number.

    Args:
        database: The database.
        district: Its official key, five digits.
        name: Its name, at most 200 code points.
        municipalities: CSV file ``ags,name,population``; none where a register is shipped.
        actor: Who adds it.
        now: The present.

    Raises:
        DistrictExistsError: It is there already.
        DistrictError: No register is shipped for the Kreis and none is given.
        RegisterError: The register that is given cannot be used.
    """
    register = _register(district, municipalities)
    with database.writing() as session:
        if session.get(District, district) is not None:
            raise DistrictExistsError(district=district)
        _store(session, district, name, register)
        _record(session, district, actor=actor, now=now)
        session.commit()
    return len(register)


def choose_district(database: Database, secret: str, *, district: str) -> None:
    """Let a session look at a Kreis from now on.

    Args:
        database: The database.
        secret: That of the session's cookie.
        district: The Kreis.

    Raises:
        DistrictNotFoundError: There is no such Kreis.
        NotSignedInError: There is no such session.
    """
    with database.writing(ACCOUNTS) as session:
        row = session.get(LoginSessionRow, digest(secret))
        if row is None:
            raise NotSignedInError
        if session.get(District, district) is None:
            raise DistrictNotFoundError
        row.district_id = district
        session.commit()


def district_name(database: Database, *, district: str) -> str:
    """Return the name of the Kreis.

    Raises:
        DistrictNotFoundError: There is no such Kreis.
    """
    with database.reading() as session:
        row = session.get(District, district)
    if row is None:
        raise DistrictNotFoundError
    return row.name


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


def _store(session: Session, district: str, name: str, register: Sequence[Municipality]) -> None:
    session.add(District(id=district, name=name))
    session.flush()
    session.add_all(
        MunicipalityRow(
            ags=municipality.ags,
            district_id=district,
            name=municipality.name,
            population=municipality.population,
        )
        for municipality in register
    )


def _record(session: Session, district: str, *, actor: str, now: datetime) -> None:
    record(
        session,
        actor=actor,
        action=Action.DISTRICT_ADDED,
        object_id=district,
        district=district,
        now=now,
    )


def _register(district: str, given: Path | None) -> list[Municipality]:
    """Return the municipalities of a Kreis from a file, or from the register that is shipped."""
    if given is None:
        shipped = [m for m in shipped_municipalities() if m.ags.startswith(district)]
        if not shipped:
            raise DistrictError(district=district)
        return shipped
    try:
        with given.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            found = [_municipality(row, district=district) for row in rows]
        _refuse_repetition(found)
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise RegisterError(district=district) from error
    if not found:
        raise DistrictError(district=district)
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
