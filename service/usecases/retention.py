"""Notes whose time is over: ordered to be deleted by themselves, once a night in each Kreis."""

from __future__ import annotations

import calendar
from contextlib import suppress
from datetime import time
from typing import TYPE_CHECKING, Final

from sqlmodel import select

from service.errors import (
    DeletionChangedError,
    DeletionInProgressError,
    NoRetentionError,
    NothingToDeleteError,
)
from service.settings import TIME_ZONE
from service.store.tables import District
from service.usecases.deletion import Order, order
from service.usecases.deletion_scope import preview
from service.usecases.nights import night_of
from service.usecases.receipts import Scope, ScopeKind

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from service.store.sessions import Database
    from service.usecases.deletion import Enqueue

_AT: Final = time(2)  # where no hour is set at which a night begins
_MONTHS: Final = 12


def scope(
    kind: ScopeKind,
    *,
    note: UUID | None = None,
    municipality: str | None = None,
    months: int | None,
    now: datetime,
) -> Scope:
    """Return the scope of a deletion.

    Args:
        kind: What it is about.
        note: The note, of that kind only.
        municipality: Key of the municipality, of that kind only.
        months: How long after its conference a note is kept; none for ever.
        now: The present.

    Raises:
        NoRetentionError: It is about what is overdue, and no period is set.
    """
    if kind is ScopeKind.NOTE:
        return Scope(kind=kind, note=note)
    if kind is ScopeKind.MUNICIPALITY:
        return Scope(kind=kind, municipality=municipality)
    if months is None:
        raise NoRetentionError
    return Scope(kind=kind, before=months_before(now.astimezone(TIME_ZONE).date(), months))


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last one of a shorter month."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 - months, _MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def queue_overdue(  # what an order is made of, and the hour
    database: Database,
    *,
    now: datetime,
    months: int | None,
    at: time | None,
    actor: str,
    enqueue: Enqueue,
) -> list[UUID]:
    """Order the deletion of what is overdue in each Kreis, at night.

    Args:
        database: The database.
        now: The present.
        months: How long after its conference a note is kept; none for ever.
        at: Time of the day in Germany at which the night begins; none for two o'clock.
        actor: Who orders it: the worker that looked first.
        enqueue: Hands a deletion over to the workers.

    Returns:
        The receipts.
    """
    if months is None or night_of(now, at or _AT) is None:
        return []
    overdue = scope(ScopeKind.RETENTION, months=months, now=now)
    with database.reading() as session:
        districts = session.exec(select(District.id)).all()
    ordered = []
    for district in districts:
        with suppress(NothingToDeleteError, DeletionInProgressError, DeletionChangedError):
            shown = preview(database, overdue, district=district, now=now)
            wanted = Order(scope=overdue, confirmation=shown.confirmation)
            ordered.append(
                order(database, wanted, district=district, actor=actor, now=now, enqueue=enqueue)
            )
    return ordered
