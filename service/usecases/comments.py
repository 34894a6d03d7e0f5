"""Comments on released themes: write one, take one's own back, list them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import func
from sqlmodel import col, select

from service.errors import CommentNotFoundError, EmptyTextError, ForeignCommentError
from service.store.steering_tables import LONGEST_COMMENT, CommentRow
from service.usecases.audit import Action, record
from service.usecases.steering import ensure_open, ensure_readable
from service.usecases.views import Page
from service.usecases.words import checked

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from service.store.sessions import Database
    from service.usecases.steering import Member

_log = structlog.get_logger("themenradar.comments")


@dataclass(frozen=True, slots=True)
class NewComment:
    """A comment that somebody wants to write.

    Attributes:
        text: What it says.
        no_person: Whether they say that it tells of no person, where the gate is not sure.
    """

    text: str = field(repr=False)
    no_person: bool = False


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment.

    Attributes:
        id: Its id.
        text: What it says, in lines.
        role: The role of its author when it was written; nobody's name.
        created_at: When that was.
        own: Whether who reads it has written it, and so may take it back.
    """

    id: UUID
    text: str = field(repr=False)
    role: str
    created_at: datetime
    own: bool


def comment(
    database: Database, stable_id: str, new: NewComment, *, member: Member, now: datetime
) -> CommentView:
    """Write a comment on a theme.

    Raises:
        EmptyTextError: It holds no word.
        TextCharacterError: It holds a control character.
        LongTextError: It is too long.
        PersonalTextError: It holds personal data.
        DoubtfulTextError: It may, and nobody says that it does not.
        ThemeNotFoundError: There is no such theme among those that they see.
        NotReleasedError: The Lenkungsgruppe does not see the theme.
    """
    ensure_open(database, stable_id, member, now=now)
    text = checked(new.text, most=LONGEST_COMMENT, no_person=new.no_person)
    if not text:
        raise EmptyTextError
    with database.writing(member.district) as session:
        row = CommentRow(
            district_id=member.district,
            theme=stable_id,
            text=text,
            role=member.role,
            actor=member.actor,
            created_at=now,
        )
        session.add(row)
        session.flush()
        record(
            session,
            actor=member.actor,
            action=Action.COMMENT_WRITTEN,
            object_id=row.id,
            district=member.district,
            now=now,
        )
        session.commit()
    _log.info("comment written", comment=str(row.id))
    return _view(row, member)


def withdraw_comment(
    database: Database, stable_id: str, comment_id: UUID, *, member: Member, now: datetime
) -> None:
    """Take one's own comment back: it is deleted, also where the theme is not released any more.

    Raises:
        CommentNotFoundError: There is no such comment on the theme.
        ForeignCommentError: Somebody else wrote it.
    """
    with database.writing(member.district) as session:
        row = session.get(CommentRow, comment_id)
        if row is None or (row.district_id, row.theme) != (member.district, stable_id):
            raise CommentNotFoundError
        if row.actor != member.actor:
            raise ForeignCommentError
        session.delete(row)
        record(
            session,
            actor=member.actor,
            action=Action.COMMENT_WITHDRAWN,
            object_id=comment_id,
            district=member.district,
            now=now,
        )
        session.commit()
    database.erase(CommentRow)
    _log.info("comment withdrawn", comment=str(comment_id))


def list_comments(
    database: Database,
    stable_id: str,
    *,
    member: Member,
    now: datetime,
    offset: int = 0,
    limit: int = 50,
) -> Page[CommentView]:
    """Return a page of the comments on a theme, the newest first.

    Raises:
        ThemeNotFoundError: There is no such theme among those that they see.
    """
    ensure_readable(database, stable_id, member, now=now)
    mine = (
        col(CommentRow.district_id) == member.district,
        col(CommentRow.theme) == stable_id,
    )
    query = (
        select(CommentRow)
        .where(*mine)
        .order_by(col(CommentRow.created_at).desc(), col(CommentRow.id))
        .offset(offset)
        .limit(limit)
    )
    with database.reading() as session:
        items = tuple(_view(row, member) for row in session.exec(query))
        total = session.exec(select(func.count()).select_from(CommentRow).where(*mine)).one()
    return Page(items=items, total=total)


def _view(row: CommentRow, member: Member) -> CommentView:
    return CommentView(
        id=row.id,
        text=row.text,
        role=row.role,
        created_at=row.created_at,
        own=row.actor == member.actor,
    )
