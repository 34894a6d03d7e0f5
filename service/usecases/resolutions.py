"""What the Lenkungsgruppe resolves about released themes: record it, list it.

A resolution is no decision of :mod:`service.usecases.decisions`: runs do not obey it. The last
one that was recorded stands, earlier ones stay as its history; a wrong one is put right by
another one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import structlog
from sqlmodel import col, select

from service.errors import EarlyMeetingError, FutureMeetingError
from service.settings import TIME_ZONE
from service.store.steering_tables import LONGEST_REASON, ResolutionRow
from service.usecases.audit import Action, record
from service.usecases.resolved import ResolutionState
from service.usecases.steering import ensure_open, ensure_readable
from service.usecases.versions import ensure_resolutions_seen, resolutions_version
from service.usecases.words import checked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database
    from service.usecases.steering import Member
    from service.usecases.versions import Seen

_log = structlog.get_logger("themenradar.resolutions")
_FIRST_YEAR: Final = 2000  # no meeting was earlier; a date of then is a slip


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResolution:
    """A resolution that somebody wants to record.

    Attributes:
        state: What was resolved.
        decided_on: Day of the meeting.
        reason: Why, in a few words; may be empty.
        no_person: Whether somebody says that the reason tells of no person, where the gate is
            not sure.
    """

    state: ResolutionState
    decided_on: date
    reason: str = field(default="", repr=False)
    no_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionView:
    """A resolution.

    Attributes:
        id: Its id.
        version: What stood of the theme once it was recorded.
        number: Counts from 1 in the theme.
        state: What was resolved.
        decided_on: Day of the meeting.
        reason: Why; empty where nobody said so, or where it was deleted.
        role: The role of who recorded it; nobody's name.
        created_at: When that was.
    """

    id: UUID
    version: str
    number: int
    state: ResolutionState
    decided_on: date
    reason: str = field(repr=False)
    role: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Resolutions:
    """What was resolved about a theme.

    Attributes:
        version: Of what stands.
        items: A page of them, the last recorded first: on the first page that is what stands.
        total: Their number.
    """

    version: str
    items: tuple[ResolutionView, ...]
    total: int


def resolve(
    database: Database,
    stable_id: str,
    new: NewResolution,
    *,
    member: Member,
    now: datetime,
    seen: Seen,
) -> ResolutionView:
    """Record what the Lenkungsgruppe resolved about a theme.

    Args:
        database: The database.
        stable_id: The theme.
        new: What was resolved.
        member: Who records it.
        now: The present.
        seen: The version of what stands that they have seen.

    Raises:
        FutureMeetingError: The meeting has not happened yet.
        EarlyMeetingError: It is said to be before the year 2000.
        TextCharacterError: The reason holds a control character.
        LongTextError: It is too long.
        PersonalTextError: It holds personal data.
        DoubtfulTextError: It may, and nobody says that it does not.
        ThemeNotFoundError: There is no such theme among those that they see.
        NotReleasedError: The Lenkungsgruppe does not see the theme.
        PreconditionRequiredError: Nobody says which version they have seen.
        PreconditionFailedError: Another resolution was recorded since.
    """
    ensure_open(database, stable_id, member, now=now)
    _ensure_possible(new.decided_on, now)
    reason = checked(new.reason, most=LONGEST_REASON, no_person=new.no_person)
    with database.writing(member.district) as session:
        before = _rows(session, stable_id, member.district)
        ensure_resolutions_seen(session, stable_id, before, seen)
        row = ResolutionRow(
            district_id=member.district,
            theme=stable_id,
            number=len(before) + 1,
            state=new.state,
            decided_on=new.decided_on,
            reason=reason,
            role=member.role,
            created_at=now,
        )
        session.add(row)
        session.flush()
        record(
            session,
            actor=member.actor,
            action=Action.RESOLUTION_RECORDED,
            object_id=row.id,
            district=member.district,
            now=now,
        )
        session.commit()
    _log.info("resolution recorded", resolution=str(row.id), state=row.state)
    return _view(row)


def list_resolutions(
    database: Database,
    stable_id: str,
    *,
    member: Member,
    now: datetime,
    offset: int = 0,
    limit: int = 50,
) -> Resolutions:
    """Return what was resolved about a theme, the last recorded first.

    Raises:
        ThemeNotFoundError: There is no such theme among those that they see.
    """
    ensure_readable(database, stable_id, member, now=now)
    with database.reading() as session:
        rows = _rows(session, stable_id, member.district)
    items = tuple(_view(row) for row in reversed(rows))
    return Resolutions(
        version=resolutions_version(stable_id, len(rows)),
        items=items[offset : offset + limit],
        total=len(rows),
    )


def _ensure_possible(day: date, now: datetime) -> None:
    if day > now.astimezone(TIME_ZONE).date():
        raise FutureMeetingError
    if day.year < _FIRST_YEAR:
        raise EarlyMeetingError(year=_FIRST_YEAR)


def _rows(session: Session, stable_id: str, district: str) -> Sequence[ResolutionRow]:
    """Return the resolutions about a theme, the earliest first; none is ever deleted."""
    query = (
        select(ResolutionRow)
        .where(ResolutionRow.district_id == district, ResolutionRow.theme == stable_id)
        .order_by(col(ResolutionRow.number))
    )
    return session.exec(query).all()


def _view(row: ResolutionRow) -> ResolutionView:
    return ResolutionView(
        id=row.id,
        version=resolutions_version(row.theme, row.number),
        number=row.number,
        state=ResolutionState(row.state),
        decided_on=row.decided_on,
        reason=row.reason,
        role=row.role,
        created_at=row.created_at,
    )
