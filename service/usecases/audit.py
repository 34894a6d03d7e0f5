"""The audit log: who did what to which object when, and the proof that nobody changed it.

Each Kreis has its own chain of entries, and one more holds what belongs to none: accounts,
links, tokens, backups. An entry is numbered within its chain and holds the hash of the one
before, so that none can be changed, taken out or put in between unnoticed. That the end was
cut off shows only beside a last hash that somebody noted elsewhere (:class:`ChainEnd`).

No entry holds a word that somebody wrote: an object is named by its id.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from service.store import postgresql
from service.store.access_tables import AuditRow
from service.store.actions import Action

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database

__all__ = ["Action", "ChainEnd", "Fault", "Flaw", "Verdict", "record", "verify"]

NO_DISTRICT: Final = ""
"""The chain of what belongs to no Kreis."""
UNKNOWN: Final = "unknown"
"""The actor where nobody proved who they are."""
ACCOUNTS: Final = "accounts"
"""The lock of units of work on what belongs to no Kreis, such as accounts and sessions."""
SERVICE: Final = "service"
"""The actor of what the program does by itself when it starts."""
_AT_ONCE: Final = 1_000  # entries


def record(
    session: Session,
    *,
    actor: str,
    action: Action,
    object_id: UUID | str,
    district: str | None,
    now: datetime,
) -> None:
    """Write an entry in the caller's unit of work: it is committed with the change, or not at all.

    Args:
        session: A unit of work, from :meth:`service.store.sessions.Database.writing`.
        actor: Who: ``account:…``, ``token:…``, ``cli:…``, ``worker:…``, or :data:`UNKNOWN`.
        action: What.
        object_id: To which object: its id, never a name or another word that somebody wrote.
        district: The Kreis that the object belongs to; ``None`` for accounts, links, tokens
            and backups, whose administration knows all Kreise.
        now: When.
    """
    chain = district or NO_DISTRICT
    postgresql.hold(session.connection(), chain or ACCOUNTS)
    last = session.exec(
        select(AuditRow.number, AuditRow.hash)
        .where(AuditRow.chain == chain)
        .order_by(col(AuditRow.number).desc())
        .limit(1)
    ).first()
    number, previous = last or (0, "")
    row = AuditRow(
        chain=chain,
        district_id=district or None,
        number=number + 1,
        at=now,
        actor=actor,
        action=action,
        object_kind=action.kind,
        object_id=str(object_id),
        previous=previous,
        hash="",
    )
    row.hash = _hash(row)
    session.add(row)
    session.flush()


# --- Proof ------------------------------------------------------------------------


class Flaw(StrEnum):
    """What is wrong with an entry."""

    MISSING = auto()
    """The number is not there, nor perhaps those that follow."""
    CHANGED = auto()
    """A field is not what it was when its hash was taken."""
    UNLINKED = auto()
    """It does not follow the entry before it: that one, or its end, was replaced."""
    UNEXPECTED = auto()
    """Its hash is not the one that was noted elsewhere."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain is broken."""

    chain: str
    number: int
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """An entry to be noted elsewhere: whoever knows it finds out what was cut off."""

    chain: str
    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the log is what it was.

    Attributes:
        ends: The last entry of each chain.
        faults: What is wrong; empty where all is well.
    """

    ends: tuple[ChainEnd, ...]
    faults: tuple[Fault, ...]


def verify(database: Database, *, expected: Collection[ChainEnd] = ()) -> Verdict:
    """Walk along all chains.

    Args:
        database: The database.
        expected: Entries that were noted earlier and must still be there.
    """
    ends: dict[str, ChainEnd] = {}
    faults: list[Fault] = []
    missed = {(one.chain, one.number): one.hash for one in expected}
    with database.reading() as session:
        for row in _walk(session):
            end = ends.get(row.chain, ChainEnd(row.chain, 0, ""))
            wanted = missed.pop((row.chain, row.number), row.hash)
            faults.extend(Fault(row.chain, *flaw) for flaw in _flaws(row, end, wanted))
            ends[row.chain] = ChainEnd(row.chain, row.number, row.hash)
    faults.extend(Fault(chain, number, Flaw.MISSING) for chain, number in sorted(missed))
    return Verdict(tuple(ends.values()), tuple(faults))


def _walk(session: Session) -> Iterator[AuditRow]:
    query = select(AuditRow).order_by(col(AuditRow.chain), col(AuditRow.number))
    yield from session.exec(query.execution_options(yield_per=_AT_ONCE))


def _flaws(row: AuditRow, before: ChainEnd, wanted: str) -> Iterator[tuple[int, Flaw]]:
    if row.number != before.number + 1:
        yield before.number + 1, Flaw.MISSING
    elif row.previous != before.hash:
        yield row.number, Flaw.UNLINKED
    if row.hash != _hash(row) or row.district_id != (row.chain or None):
        yield row.number, Flaw.CHANGED
    if row.hash != wanted:
        yield row.number, Flaw.UNEXPECTED


def _hash(row: AuditRow) -> str:
    """Return SHA-256 over all fields of an entry, as a JSON list in ASCII without spaces."""
    moment = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [
        row.chain,
        row.number,
        moment,
        row.actor,
        str(row.action),
        row.object_kind,
        row.object_id,
        row.previous,
    ]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()
