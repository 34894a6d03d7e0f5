"""A Kreis with a theme that is released, one that is not, and those who speak about them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from service.access.roles import Role
from service.disclosure.audience import Audience
from service.disclosure.threshold import Threshold
from service.store.access_tables import AuditRow
from service.usecases.released_views import Reader
from service.usecases.steering import Member
from tests.service.conferences import DISTRICT, Said, add_conference, add_run

if TYPE_CHECKING:
    from uuid import UUID

    from service.store.sessions import Database

COURSES, BUSES, NEVER = "T-2026-001", "T-2026-002", "T-2026-999"
NOW: Final = datetime(2026, 11, 20, 9, tzinfo=UTC)


def member(role: Role, *, number: int = 1, district: str = DISTRICT) -> Member:
    """Return somebody of a role; the number tells them from others of it."""
    audience = {Role.LENKUNGSGRUPPE: Audience.WORDING, Role.KOORDINATION: Audience.FULL}
    reader = Reader(
        district=district,
        audience=audience.get(role, Audience.FIGURES),
        threshold=Threshold(),
    )
    return Member(reader=reader, actor=f"account:{role}-{number}", role=role)


GROUP = member(Role.LENKUNGSGRUPPE)
OFFICE = member(Role.KOORDINATION)
LAND = member(Role.LAND)
ABROAD = member(Role.KOORDINATION, district="05758")


def add_themes(database: Database) -> list[UUID]:
    """Store four conferences and a run: courses are released, buses are too small."""
    notes = []
    for number, town in enumerate(("Verl", "Gütersloh", "Borgholzhausen", "Verl"), start=1):
        said = [f"Ein Sprachkurs fehlt in {town}, Fall {number}.{at}." for at in range(2)]
        said += [f"Ein Nachtbus fehlt in {town}, Fall {number}."] if number == 1 else []
        notes.append(add_conference(database, Said(town, date(2026, 5, number), tuple(said))))
    add_run(database, {COURSES: "Sprachkurs", BUSES: "Nachtbus"})
    return notes


def recorded(database: Database) -> list[AuditRow]:
    """Return what the audit log holds of the Kreis since there are themes."""
    with database.reading() as session:
        query = select(AuditRow).where(col(AuditRow.actor).startswith("account:"))
        return list(session.exec(query.order_by(col(AuditRow.number))))
