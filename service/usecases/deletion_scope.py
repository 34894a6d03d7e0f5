"""What an order to delete means: which notes, and what would go with them."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import func
from sqlmodel import col, select

from service.errors import NoteNotFoundError, NothingToDeleteError, UnknownMunicipalityError
from service.store.steering_tables import CommentRow, ResolutionRow
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    DraftRow,
    MunicipalityRow,
    NoteRow,
    StatementRow,
)
from service.usecases.current import current
from service.usecases.forgetting import drafts_of, names_given
from service.usecases.history import labels_of
from service.usecases.receipts import Scope, ScopeKind
from service.usecases.standing import ThemeName

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from service.store.sessions import Database

_CONFIRMATION: Final = 16  # hex digits


@dataclass(frozen=True, slots=True)
class SaidAbout:
    """What people wrote about a theme beside its name.

    Attributes:
        id: Its stable id.
        label: Its label; the stable id where it has none any more.
        comments: Number of comments.
        reasons: Number of reasons of resolutions.
    """

    id: str
    label: str
    comments: int
    reasons: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a deletion would remove.

    Attributes:
        scope: What is to be deleted.
        notes: Number of notes.
        statements: Number of their statements.
        first: Day of the earliest conference.
        last: Day of the latest.
        drafts: Number of drafts that would go as well.
        themes: Number of themes of today that would change.
        touched: Stable ids of the themes that would change, or ever had one of the statements.
        names: Names that people gave to themes that would change: they stay unless it is said.
        said: Comments and reasons about the same themes: likewise.
        confirmation: To be sent with the order: it tells whether that is about the same notes.
    """

    scope: Scope
    notes: int
    statements: int
    first: date
    last: date
    drafts: int
    themes: int
    touched: frozenset[str]
    names: tuple[ThemeName, ...]
    said: tuple[SaidAbout, ...]
    confirmation: str


def preview(database: Database, scope: Scope, *, district: str, now: datetime) -> Preview:
    """Return what a deletion would remove; nothing is changed.

    Raises:
        NoteNotFoundError: There is no such note in the Kreis.
        NothingToDeleteError: No note is what is asked for.
        UnknownMunicipalityError: The municipality is not in the Kreis.
    """
    with database.reading() as session:
        return foresee(session, scope, district=district, now=now)


def foresee(session: Session, scope: Scope, *, district: str, now: datetime) -> Preview:
    """Return what a deletion would remove, as the caller's unit of work sees it.

    Raises:
        NoteNotFoundError: There is no such note in the Kreis.
        NothingToDeleteError: No note is what is asked for.
        UnknownMunicipalityError: The municipality is not in the Kreis.
    """
    scope, notes = settle(session, scope, district=district, now=now)
    drafts = 0
    if scope.kind is ScopeKind.MUNICIPALITY and scope.municipality:
        mine = drafts_of(district, scope.municipality, until=now)
        drafts = session.exec(select(func.count()).select_from(DraftRow).where(*mine)).one()
    statements, today, ever = _touched(session, scope, district, now)
    said = "\n".join([scope.kind, *(str(note.id) for note in notes)])
    return Preview(
        scope=scope,
        notes=len(notes),
        statements=statements,
        first=min(note.held_on for note in notes),
        last=max(note.held_on for note in notes),
        drafts=drafts,
        themes=len(today),
        touched=frozenset(today | ever),
        names=_names(session, today | ever, district),
        said=_said(session, today | ever, district),
        confirmation=hashlib.sha256(said.encode()).hexdigest()[:_CONFIRMATION],
    )


def settle(
    session: Session, scope: Scope, *, district: str, now: datetime
) -> tuple[Scope, Sequence[NoteRow]]:
    """Return a scope with all that its receipt tells about it, and the notes that it means.

    Raises:
        NoteNotFoundError: There is no such note in the Kreis.
        NothingToDeleteError: No note is what is asked for.
        UnknownMunicipalityError: The municipality is not in the Kreis.
    """
    if scope.kind is ScopeKind.MUNICIPALITY:
        place = session.get(MunicipalityRow, scope.municipality or "")
        if place is None or place.district_id != district:
            raise UnknownMunicipalityError
    notes = session.exec(
        select(NoteRow).where(*meant(scope, district, until=now)).order_by(col(NoteRow.id))
    ).all()
    if not notes:
        raise NoteNotFoundError if scope.kind is ScopeKind.NOTE else NothingToDeleteError
    if scope.kind is ScopeKind.NOTE:
        scope = replace(scope, municipality=notes[0].municipality_ags, held_on=notes[0].held_on)
    return replace(scope, since=min(note.uploaded_at for note in notes)), notes


def meant(scope: Scope, district: str, *, until: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on the notes that are meant: of several, those there by then."""
    mine = col(NoteRow.district_id) == district
    if scope.kind is ScopeKind.NOTE:
        return mine, col(NoteRow.id) == scope.note
    there = col(NoteRow.uploaded_at) <= until
    if scope.kind is ScopeKind.MUNICIPALITY:
        return mine, there, col(NoteRow.municipality_ags) == scope.municipality
    return mine, there, col(NoteRow.held_on) < scope.before


def _touched(
    session: Session, scope: Scope, district: str, now: datetime
) -> tuple[int, set[str], set[str]]:
    """Return how many statements would go, from which themes of today, and of any run."""
    notes = select(NoteRow.id).where(*meant(scope, district, until=now))
    gone = select(StatementRow.id).where(col(StatementRow.note_id).in_(notes))
    ids = {str(id_) for id_ in session.exec(gone)}
    ever = (
        select(CandidateThemeRow.stable_id)
        .join(AssignmentRow, col(AssignmentRow.theme_id) == CandidateThemeRow.id)
        .where(col(AssignmentRow.statement_id).in_(gone))
        .distinct()
    )
    now_is = current(session, district)
    theme_of = now_is.state.theme_of if now_is else {}
    today = {theme for one in ids if (theme := theme_of.get(one))}
    return len(ids), today, set(session.exec(ever))


def _names(session: Session, themes: Collection[str], district: str) -> tuple[ThemeName, ...]:
    """Return the names that people gave to some themes, each once for each of them."""
    given = names_given(session, district=district)
    found = (ThemeName(id_, name) for name, ids in given.items() for id_ in ids if id_ in themes)
    return tuple(sorted(found, key=lambda one: (one.id, one.label)))


def _said(session: Session, themes: Collection[str], district: str) -> tuple[SaidAbout, ...]:
    """Return how much people wrote about some themes, of those about which they did."""
    mine = (
        select(CommentRow.theme).where(CommentRow.district_id == district),
        select(ResolutionRow.theme).where(
            ResolutionRow.district_id == district, ResolutionRow.reason != ""
        ),
    )
    comments, reasons = (Counter(session.exec(query)) for query in mine)
    found = sorted({*comments, *reasons} & {*themes})
    labels = labels_of(session, district, {*found}) if found else {}
    return tuple(
        SaidAbout(id_, labels.get(id_, id_), comments[id_], reasons[id_]) for id_ in found
    )
