"""Drafts: what a person is asked about a note, and what follows from the answers.

A draft that is gone, has expired, belongs to another Kreis, or to another municipality than the
only one that somebody may see, or is not opened by the secret, is one and the same to whoever
asks.
"""

from __future__ import annotations

from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

import structlog

from service.errors import (
    ConfirmationError,
    DraftNotFoundError,
    NoteError,
    UnansweredError,
    UnknownAnswerError,
    WrongReasonError,
)
from service.review import REASONS
from service.store import drafts
from service.store.tables import DraftRow
from service.usecases import notes
from service.usecases.admission import admit
from service.usecases.audit import Action, record
from service.usecases.districts import list_municipalities
from service.usecases.pending import Pending, pack, review, unpack
from service.usecases.questions import ask, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session

    from service.review import Answer, QuestionKind, Review
    from service.store.sessions import Database
    from service.usecases.views import NoteDetail

_log = structlog.get_logger("themenradar.drafts")


def get_review(  # the signature that pages and API share
    database: Database,
    draft_id: UUID,
    secret: str,
    *,
    district: str,
    municipality: str | None = None,
    now: datetime,
) -> Review:
    """Return what is asked about a note that waits, of the Kreis or of one municipality.

    Raises:
        DraftNotFoundError: It is not there, or no longer, or not to be opened.
    """
    expire(database, now=now)
    row, pending = _opened(database, draft_id, secret, district, municipality)
    return review(pending, row.id, secret, row.expires_at)


def answer(  # noqa: PLR0913 # the signature that pages and API share
    database: Database,
    draft_id: UUID,
    secret: str,
    answers: Mapping[str, Answer],
    *,
    district: str,
    municipality: str | None = None,
    actor: str,
    now: datetime,
    replace_others: bool = False,
) -> NoteDetail:
    """Redact a note as a person answered, let the gate look again, and store the note.

    Args:
        database: The database.
        draft_id: The draft.
        secret: What opens it.
        answers: ``None`` replaces, a reason keeps, by the question's key.
        district: The Kreis.
        municipality: The only municipality whose drafts are opened; none for all of the Kreis.
        actor: Who answers.
        now: The present.
        replace_others: Whether questions without an answer count as replaced.

    Raises:
        DraftNotFoundError: The draft is not there, or no longer, or not to be opened.
        UnknownAnswerError: An answer belongs to none of the questions.
        WrongReasonError: A feature is kept for a reason that keeps none.
        UnansweredError: Questions have no answer. As with the two above, the draft stays.
        ConfirmationError: The gate has other questions now; the draft waits for them.
        NoteError: What the answers left is not taken: the gate refuses it, its statements are
            missing or wrong, or it is here already. The draft is gone.
    """
    expire(database, now=now)
    row, pending = _opened(database, draft_id, secret, district, municipality)
    inquiry = pending.inquiry
    open_keys = tuple(one.key for one in inquiry.open)
    if not answers.keys() <= set(open_keys):
        raise UnknownAnswerError
    if not all(_allowed(one.kind, answers.get(one.key)) for one in inquiry.open):
        raise WrongReasonError
    missing = tuple(key for key in open_keys if key not in answers)
    if missing and not replace_others:
        raise UnansweredError(review(pending, row.id, secret, row.expires_at), missing)
    resolved = resolve(inquiry, dict.fromkeys(missing) | dict(answers))
    answered = partial(
        record,
        actor=actor,
        action=Action.DRAFT_ANSWERED,
        object_id=row.id,
        district=district,
        now=now,
    )
    try:
        pending = Pending(pending.head, ask(resolved))
        if not pending.inquiry.open:
            return _store(database, row, pending, answered, actor=actor, now=now)
        again = _ask_again(database, row, pending, secret, answered, now=now)
    except NoteError:
        _remove(database, row, answered)
        raise
    raise ConfirmationError(again)


def discard(  # noqa: PLR0913 # the signature that pages and API share
    database: Database,
    draft_id: UUID,
    secret: str,
    *,
    district: str,
    municipality: str | None = None,
    actor: str,
    now: datetime,
) -> None:
    """Remove a draft: its uploader does not want the note stored.

    Raises:
        DraftNotFoundError: It is not there, or no longer, or not to be opened.
    """
    row, _ = _opened(database, draft_id, secret, district, municipality)
    discarded = partial(
        record,
        actor=actor,
        action=Action.DRAFT_DISCARDED,
        object_id=row.id,
        district=district,
        now=now,
    )
    _remove(database, row, discarded)
    _log.info("draft discarded", draft=str(draft_id))


def expire(database: Database, *, now: datetime) -> int:
    """Remove the drafts of every Kreis whose time is over; return their number."""
    count = drafts.expire(database, now=now)
    if count:
        _log.info("drafts expired", drafts=count)
    return count


def _allowed(kind: QuestionKind, answer: Answer) -> bool:
    return answer is None or answer in REASONS[kind]


def _opened(
    database: Database, draft_id: UUID, secret: str, district: str, municipality: str | None
) -> tuple[DraftRow, Pending]:
    with database.reading() as session:
        row, content = drafts.open_(session, draft_id, secret, district=district)
    pending = unpack(content)
    if municipality not in {None, pending.head.municipality}:
        raise DraftNotFoundError
    return row, pending


def _remove(database: Database, row: DraftRow, done: Callable[[Session], None]) -> None:
    with database.writing(row.district_id) as session:
        drafts.remove(session, row)
        done(session)
        session.commit()
    database.erase(DraftRow)


def _ask_again(  # what the draft is made of, and what is noted about it
    database: Database,
    row: DraftRow,
    pending: Pending,
    secret: str,
    done: Callable[[Session], None],
    *,
    now: datetime,
) -> Review:
    content = pack(pending)
    with database.writing(row.district_id) as session:
        expires_at = drafts.overwrite(
            session, row, content, secret=secret, now=now.astimezone(UTC)
        )
        done(session)
        session.commit()
    database.erase(DraftRow)
    _log.info("draft asks again", draft=str(row.id), questions=len(pending.inquiry.open))
    return review(pending, row.id, secret, expires_at)


def _store(  # what the note is made of, and what is noted about it
    database: Database,
    row: DraftRow,
    pending: Pending,
    done: Callable[[Session], None],
    *,
    actor: str,
    now: datetime,
) -> NoteDetail:
    """Store the note and remove its draft: both or neither."""
    district, document = row.district_id, pending.inquiry.document
    register = list_municipalities(database, district=district)

    def beside(session: Session) -> None:
        drafts.remove(session, row)
        done(session)

    admitted = admit(document, pending.head, district=district, register=register)
    note_id = notes.store(
        database,
        notes.row_of(admitted, pending.inquiry, district=district, now=now),
        admitted.statements,
        actor=actor,
        beside=beside,
    )
    database.erase(DraftRow)
    return notes.get_note(database, note_id, district=district)
