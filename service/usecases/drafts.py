"""Drafts: what a person is asked about a note, and what follows from the answers.

A draft that is gone, has expired, belongs to another Kreis or is not opened by the secret is
one and the same to whoever asks.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import structlog

from service.errors import (
    ConfirmationError,
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
from service.usecases.districts import list_municipalities
from service.usecases.pending import Pending, pack, review, unpack
from service.usecases.questions import ask, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from service.review import Answer, QuestionKind, Review
    from service.store.sessions import Database
    from service.usecases.views import NoteDetail

_log = structlog.get_logger("themenradar.drafts")


def get_review(
    database: Database, draft_id: UUID, secret: str, *, district: str, now: datetime
) -> Review:
    """Return what is asked about a note that waits.

    Raises:
        DraftNotFoundError: It is not there, or no longer, or not to be opened.
    """
    row, pending = _opened(database, draft_id, secret, district=district, now=now)
    return review(pending, row.id, secret, row.expires_at)


def answer(  # noqa: PLR0913 # the signature that pages and API share
    database: Database,
    draft_id: UUID,
    secret: str,
    answers: Mapping[str, Answer],
    *,
    district: str,
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
    row, pending = _opened(database, draft_id, secret, district=district, now=now)
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
    try:
        pending = Pending(pending.head, ask(resolved))
        if not pending.inquiry.open:
            return _store(database, row, pending, now=now)
        again = _ask_again(database, row, pending, secret, now=now)
    except NoteError:
        _remove(database, row)
        raise
    raise ConfirmationError(again)


def discard(database: Database, draft_id: UUID, secret: str, *, district: str) -> None:
    """Remove a draft: its uploader does not want the note stored.

    Raises:
        DraftNotFoundError: It is not there, or no longer, or not to be opened.
    """
    with database.reading() as session:
        row, _ = drafts.open_(session, draft_id, secret, district=district)
    _remove(database, row)
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
    database: Database, draft_id: UUID, secret: str, *, district: str, now: datetime
) -> tuple[DraftRow, Pending]:
    expire(database, now=now)
    with database.reading() as session:
        row, content = drafts.open_(session, draft_id, secret, district=district)
    return row, unpack(content)


def _remove(database: Database, row: DraftRow) -> None:
    with database.writing(row.district_id) as session:
        drafts.remove(session, row)
        session.commit()
    database.erase(DraftRow)


def _ask_again(
    database: Database, row: DraftRow, pending: Pending, secret: str, *, now: datetime
) -> Review:
    content = pack(pending)
    with database.writing(row.district_id) as session:
        expires_at = drafts.overwrite(
            session, row, content, secret=secret, now=now.astimezone(UTC)
        )
        session.commit()
    database.erase(DraftRow)
    _log.info("draft asks again", draft=str(row.id), questions=len(pending.inquiry.open))
    return review(pending, row.id, secret, expires_at)


def _store(database: Database, row: DraftRow, pending: Pending, *, now: datetime) -> NoteDetail:
    """Store the note and remove its draft: both or neither."""
    district, document = row.district_id, pending.inquiry.document
    register = list_municipalities(database, district=district)
    admitted = admit(document, pending.head, district=district, register=register)
    note_id = notes.store(
        database,
        notes.row_of(admitted, pending.inquiry, district=district, now=now),
        admitted.statements,
        beside=lambda session: drafts.remove(session, row),
    )
    database.erase(DraftRow)
    return notes.get_note(database, note_id, district=district)
