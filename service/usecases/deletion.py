"""Deleting notes with all that was made of them, on order: preview, order, work, proof.

One note is deleted at once. All notes of a municipality, or those whose time is over, are a
job: in batches, each one unit of work, that a worker goes on with after a crash. Every
deletion has a receipt, which is stored with the deletion itself and holds numbers only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import delete
from sqlmodel import col, select

from service.errors import DeletionChangedError, DeletionInProgressError
from service.store.access_tables import ReceiptRow
from service.store.tables import DraftRow, NoteRow
from service.usecases.audit import Action, record
from service.usecases.deletion_scope import Preview, foresee, meant, settle
from service.usecases.forgetting import Removed, drafts_of, forget_notes, take_names, take_words
from service.usecases.proof import AT_ONCE, end, prove
from service.usecases.receipts import (
    UNFINISHED,
    Scope,
    ScopeKind,
    State,
    is_deleting,
    scope_of,
    stored_scope,
)
from service.usecases.traces_left import Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from collections.abc import Set as AbstractSet
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database

    Enqueue = Callable[[Session, UUID], None]
    """Puts the job of a deletion into a queue, inside the caller's transaction."""

_log = structlog.get_logger("themenradar.deletions")
_BATCH: Final = 20  # notes that are deleted in one unit of work


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order to delete.

    Attributes:
        scope: What.
        confirmation: That of the preview.
        unnamed: Stable ids of themes from which the names that people gave go as well.
        unsaid: The same for comments, and for the reasons of resolutions.
    """

    scope: Scope
    confirmation: str
    unnamed: frozenset[str] = frozenset()
    unsaid: frozenset[str] = frozenset()


def delete_note(  # noqa: PLR0913 # who deletes what, and where is looked afterwards
    database: Database,
    note_id: UUID,
    *,
    district: str,
    actor: str,
    now: datetime,
    unnamed: Collection[str] = (),
    unsaid: Collection[str] = (),
    reach: Reach = Reach(),  # noqa: B008 # frozen
) -> UUID:
    """Delete a note at once, and prove it; return the id of the receipt.

    Args:
        database: The database.
        note_id: The note.
        district: The Kreis.
        actor: Who deletes it.
        now: The present.
        unnamed: Stable ids of themes from which the names that people gave go as well.
        unsaid: The same for comments, and for the reasons of resolutions.
        reach: What lies beside the database.

    Raises:
        DeletionChangedError: Words of people shall go that are about other themes.
        NoteNotFoundError: There is no such note in the Kreis.
    """
    with database.writing(district) as session:
        wanted = Scope(kind=ScopeKind.NOTE, note=note_id)
        scope, _ = settle(session, wanted, district=district, now=now)
        if unnamed or unsaid:
            shown = foresee(session, wanted, district=district, now=now)
            _ensure_touched(shown, {*unnamed, *unsaid})
        receipt = _receipt(session, scope, district=district, actor=actor, now=now)
        removed = _remove(session, receipt, now=now)
        removed.counts += take_names(session, unnamed, district=district, now=now)
        removed.counts += take_words(session, unsaid, district=district)
        receipt.removed = dict(removed.counts)
        receipt.state, receipt.finished_at = State.REMOVED, now
        session.commit()
    prove(database, receipt.id, removed, reach=reach, pauses=AT_ONCE)
    return receipt.id


def order(
    database: Database,
    wanted: Order,
    *,
    district: str,
    actor: str,
    now: datetime,
    enqueue: Enqueue,
) -> UUID:
    """Order the deletion of many notes; return the id of its receipt, which is its job's, too.

    Raises:
        DeletionChangedError: What would be deleted is not what the preview showed.
        DeletionInProgressError: Another deletion of the Kreis is not finished.
        NothingToDeleteError: No note is what is asked for.
        UnknownMunicipalityError: The municipality is not in the Kreis.
    """
    with database.writing(district) as session:
        if is_deleting(session, district):
            raise DeletionInProgressError
        shown = foresee(session, wanted.scope, district=district, now=now)
        if shown.confirmation != wanted.confirmation:
            raise DeletionChangedError
        _ensure_touched(shown, wanted.unnamed | wanted.unsaid)
        receipt = _receipt(session, shown.scope, district=district, actor=actor, now=now)
        taken = take_names(session, wanted.unnamed, district=district, now=now)
        taken += take_words(session, wanted.unsaid, district=district)
        receipt.removed = dict(+taken)
        enqueue(session, receipt.id)
        session.commit()
    _log.info("deletion ordered", deletion=str(receipt.id), notes=shown.notes)
    return receipt.id


def remove_next(database: Database, receipt_id: UUID, *, now: datetime) -> Removed | None:
    """Delete the next few notes of an order; return what went, or nothing where all did.

    It may be called again whenever a worker ended in the midst of it.
    """
    with database.reading() as session:
        district = session.get_one(ReceiptRow, receipt_id).district_id
    with database.writing(district) as session:
        receipt = session.get_one(ReceiptRow, receipt_id)
        if receipt.state not in UNFINISHED:
            return None
        removed = _remove(session, receipt, now=now)
        if receipt.state == State.ORDERED:
            removed.counts += _remove_drafts(session, receipt)
        receipt.removed = dict(Counter(receipt.removed) + removed.counts)
        receipt.state, receipt.finished_at = State.RUNNING, None
        if not removed.counts["notes"]:
            receipt.state, receipt.finished_at = State.REMOVED, now
        session.commit()
    _log.info("notes deleted", deletion=str(receipt_id), notes=removed.counts["notes"])
    return removed if removed.counts["notes"] else None


def fail(database: Database, receipt_id: UUID, code: str, *, now: datetime) -> None:
    """Close a deletion that cannot be finished; ``code`` says why. A closed one stays so."""
    with database.writing() as session:
        receipt = session.get_one(ReceiptRow, receipt_id)
        if receipt.state not in UNFINISHED:
            return
        receipt.error_code = code
        end(session, receipt, State.FAILED, now=now)
        session.commit()
    _log.error("deletion failed", deletion=str(receipt_id), code=code)


def _ensure_touched(shown: Preview, themes: AbstractSet[str]) -> None:
    """Let only words of people about themes go along that the deletion itself touches.

    Raises:
        DeletionChangedError: They are about others.
    """
    if not themes <= shown.touched:
        raise DeletionChangedError


# --- One unit of work -------------------------------------------------------------


def _receipt(
    session: Session, scope: Scope, *, district: str, actor: str, now: datetime
) -> ReceiptRow:
    """Store the receipt of a deletion that begins, in the unit of work that begins it."""
    row = ReceiptRow(
        district_id=district,
        state=State.ORDERED,
        scope=stored_scope(scope),
        actor=actor,
        ordered_at=now,
    )
    session.add(row)
    session.flush()
    record(
        session,
        actor=actor,
        action=Action.DELETION_ORDERED,
        object_id=row.id,
        district=district,
        now=now,
    )
    return row


def _remove(session: Session, receipt: ReceiptRow, *, now: datetime) -> Removed:
    """Delete the next few notes of an order; record each."""
    conditions = meant(scope_of(receipt), receipt.district_id, until=receipt.ordered_at)
    query = select(NoteRow).where(*conditions).order_by(col(NoteRow.id)).limit(_BATCH)
    notes = session.exec(query).all()
    ids = [note.id for note in notes]
    removed = forget_notes(session, ids, district=receipt.district_id)
    for note_id in ids:
        record(
            session,
            actor=receipt.actor,
            action=Action.NOTE_DELETED,
            object_id=note_id,
            district=receipt.district_id,
            now=now,
        )
    return removed


def _remove_drafts(session: Session, receipt: ReceiptRow) -> Counter[str]:
    """Delete the drafts that belong to an order."""
    scope = scope_of(receipt)
    if scope.kind is not ScopeKind.MUNICIPALITY or scope.municipality is None:
        return Counter()
    mine = drafts_of(receipt.district_id, scope.municipality, until=receipt.ordered_at)
    return Counter(drafts=session.exec(delete(DraftRow).where(*mine)).rowcount)
