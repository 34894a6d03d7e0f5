"""Receipts of deletions: what was to go, what went, and what a search found afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, true
from sqlmodel import col, select

from service.access.roles import Role
from service.errors import DeletionNotFoundError, DistrictNotChosenError
from service.store.access_tables import ReceiptRow
from service.store.tables import MunicipalityRow
from service.usecases.trail import Actor, who
from service.usecases.views import MunicipalityView, Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlmodel import Session

    from service.access.principal import Principal
    from service.store.sessions import Database


class State(StrEnum):
    """Where a deletion stands.

    ``unproven``: the search found something, was hindered, or never began; a worker rewrites
    the database until nobody hinders it. ``rewritten``: it did, but no search could follow,
    since nobody knew the texts any more.
    """

    ORDERED = "ordered"
    RUNNING = "running"
    REMOVED = "removed"
    DONE = "done"
    UNPROVEN = "unproven"
    REWRITTEN = "rewritten"
    FAILED = "failed"


UNFINISHED = (State.ORDERED, State.RUNNING)
"""The states of a deletion of which notes may still be there."""


class ScopeKind(StrEnum):
    """What a deletion is about."""

    NOTE = "note"
    MUNICIPALITY = "municipality"
    RETENTION = "retention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is to be deleted; what its kind does not need is empty.

    Attributes:
        kind: What it is about.
        note: The note.
        municipality: Its key: of the note, or of all notes.
        held_on: Day of the note's conference.
        before: The first day whose conferences stay.
        since: When the first of the notes was uploaded: an older backup holds none of them.
    """

    kind: ScopeKind
    note: UUID | None = None
    municipality: str | None = None
    held_on: date | None = None
    before: date | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where was searched.

    Attributes:
        where: Kind of place (:data:`service.catalogue.SEARCHED`).
        things: Number of files or tables.
        length: Their length in bytes.
        found: Number of texts and vectors of which something was there.
        unreadable: Number of files or tables that may not be read.
    """

    where: str
    things: int
    length: int
    found: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class BackupView:
    """A backup that still holds what was deleted.

    Attributes:
        name: Its file.
        made_at: When it was made.
        until: When its time is over.
    """

    name: str
    made_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class ProofView:
    """What a search after a deletion found.

    Attributes:
        at: When it ended.
        seconds: How long it took, with all attempts.
        attempts: Number of times that was erased and searched.
        rewritten: Whether all that the database keeps was written anew, unhindered.
        texts: Number of different texts that were sought.
        vectors: Number of vectors.
        elsewhere: Number of texts not sought, since another note or a name holds the same.
        short: Number of texts not sought, since they are too short to be anybody's.
        unknown: Number of statements not sought, since the program was interrupted.
        places: Where was searched; empty where the search did not end.
        backups: Those that still hold it, the earliest first.
        backups_known: Whether the folder of the backups is set.
    """

    at: datetime
    seconds: float
    attempts: int
    rewritten: bool
    texts: int
    vectors: int
    elsewhere: int
    short: int
    unknown: int
    places: tuple[PlaceView, ...]
    backups: tuple[BackupView, ...]
    backups_known: bool


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What a deletion removed.

    Attributes:
        id: Its id.
        state: Where it stands.
        scope: What was to be deleted.
        municipality: The municipality of the scope.
        removed: Numbers by kind (:data:`service.catalogue.REMOVED`).
        proof: What a search found; ``None`` before it.
        actor: Who ordered it.
        ordered_at: When.
        finished_at: When it ended; before the search, when everything was removed.
        error_code: Why it did not.
    """

    id: UUID
    state: State
    scope: Scope
    municipality: MunicipalityView | None
    removed: Mapping[str, int]
    proof: ProofView | None
    actor: Actor
    ordered_at: datetime
    finished_at: datetime | None
    error_code: str | None

    @property
    def unfinished(self) -> bool:
        """Whether somebody is working on it, or will at once."""
        return self.state in {State.ORDERED, State.RUNNING, State.REMOVED}


def seen_by(principal: Principal) -> str | None:
    """Return the Kreis whose receipts somebody may read; none for all, which are numbers.

    Raises:
        DistrictNotChosenError: Somebody who works for a Kreis has none.
    """
    if principal.role is not Role.ADMINISTRATION and principal.district is None:
        raise DistrictNotChosenError
    return principal.district


def list_receipts(
    database: Database, *, district: str | None, offset: int = 0, limit: int = 50
) -> Page[ReceiptView]:
    """Return a page of the receipts of a Kreis, or of all, the latest first."""
    mine = true() if district is None else col(ReceiptRow.district_id) == district
    query = (
        select(ReceiptRow)
        .where(mine)
        .order_by(col(ReceiptRow.ordered_at).desc(), col(ReceiptRow.id))
        .offset(offset)
        .limit(limit)
    )
    with database.reading() as session:
        rows = session.exec(query).all()
        total = session.exec(select(func.count()).select_from(ReceiptRow).where(mine)).one()
        items = tuple(_view(session, row) for row in rows)
    return Page(items=items, total=total)


def get_receipt(database: Database, receipt_id: UUID, *, district: str | None) -> ReceiptView:
    """Return a receipt of a Kreis, or of any.

    Raises:
        DeletionNotFoundError: There is no such receipt in the Kreis.
    """
    with database.reading() as session:
        row = session.get(ReceiptRow, receipt_id)
        if row is None or district not in {row.district_id, None}:
            raise DeletionNotFoundError
        return _view(session, row)


def unfinished_deletions(database: Database) -> Sequence[UUID]:
    """Return the deletions of all Kreise that a worker has to end."""
    with database.reading() as session:
        query = select(ReceiptRow.id).where(col(ReceiptRow.state).in_(UNFINISHED))
        return session.exec(query).all()


def is_deleting(session: Session, district: str) -> bool:
    """Tell whether a deletion of the Kreis is not finished."""
    query = select(ReceiptRow.id).where(
        ReceiptRow.district_id == district, col(ReceiptRow.state).in_(UNFINISHED)
    )
    return session.exec(query).first() is not None


def last_order(session: Session, district: str) -> datetime | None:
    """Return when the deletion of the Kreis was ordered that is not finished, if one is."""
    query = select(func.max(ReceiptRow.ordered_at)).where(
        ReceiptRow.district_id == district, col(ReceiptRow.state).in_(UNFINISHED)
    )
    return session.exec(query).one()


# --- Scopes and proofs as they are stored --------------------------------------------


def stored_scope(scope: Scope) -> dict[str, Any]:
    """Return a scope as it is stored."""
    return {
        "kind": scope.kind,
        "note": str(scope.note) if scope.note else None,
        "municipality": scope.municipality,
        "held_on": scope.held_on.isoformat() if scope.held_on else None,
        "before": scope.before.isoformat() if scope.before else None,
        "since": scope.since.isoformat() if scope.since else None,
    }


def scope_of(row: ReceiptRow) -> Scope:
    """Return the scope of a receipt."""
    found = row.scope
    return Scope(
        kind=ScopeKind(found["kind"]),
        note=UUID(found["note"]) if found["note"] else None,
        municipality=found["municipality"],
        held_on=_day(found["held_on"]),
        before=_day(found["before"]),
        since=datetime.fromisoformat(found["since"]) if found["since"] else None,
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _view(session: Session, row: ReceiptRow) -> ReceiptView:
    scope = scope_of(row)
    place = session.get(MunicipalityRow, scope.municipality) if scope.municipality else None
    return ReceiptView(
        id=row.id,
        state=State(row.state),
        scope=scope,
        municipality=MunicipalityView(ags=place.ags, name=place.name) if place else None,
        removed=row.removed,
        proof=_proof(row.scan) if row.scan else None,
        actor=who(session, row.actor),
        ordered_at=row.ordered_at,
        finished_at=row.finished_at,
        error_code=row.error_code,
    )


def _proof(stored: Mapping[str, Any]) -> ProofView:
    known = {
        **stored,
        "at": datetime.fromisoformat(stored["at"]),
        "places": tuple(PlaceView(**place) for place in stored["places"]),
        "backups": tuple(
            BackupView(
                backup["name"],
                datetime.fromisoformat(backup["made_at"]),
                datetime.fromisoformat(backup["until"]),
            )
            for backup in stored["backups"]
        ),
    }
    return ProofView(**known)
