"""What goes with notes, in the unit of work that deletes them.

Statements, their vectors with the last use of the text, their places in themes, what themes of
all runs were made of them, the means that could be used to compute their vectors, and their ids
in what was released. What people decided stays: it names statements by random ids, which lead
nowhere then. So do names, comments and reasons that people wrote, unless somebody wants them to
go as well.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlmodel import col, select

from nlp.themes.decisions import Kind
from service.store.release_tables import ReleaseRow
from service.store.steering_tables import CommentRow, ResolutionRow
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    DecisionRow,
    DraftRow,
    NoteRow,
    RunNoteRow,
    RunRow,
    StatementRow,
    VectorRow,
)
from service.store.vectors import delete_unused
from service.usecases import naming, releases

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlmodel import Session, SQLModel

TABLES: Final[tuple[type[SQLModel], ...]] = (
    NoteRow,
    StatementRow,
    VectorRow,
    CandidateThemeRow,
    RunRow,
    DecisionRow,
    DraftRow,
    CommentRow,
    ResolutionRow,
    ReleaseRow,
)
"""The tables of which something may go."""
_AT_ONCE: Final = 1_000  # parameters of one query


@dataclass
class Removed:
    """What was removed: counted, and as it was, to be sought for afterwards.

    It lives in memory only: it must never be stored, logged or handed to a job.

    Attributes:
        counts: By kind (:data:`service.catalogue.REMOVED`).
        texts: Statements and the headings above them.
        vectors: As they were stored.
    """

    counts: Counter[str] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list, repr=False)
    vectors: list[bytes] = field(default_factory=list, repr=False)

    def add(self, other: Removed) -> None:
        """Add what was removed afterwards."""
        self.counts += other.counts
        self.texts += other.texts
        self.vectors += other.vectors


def forget_notes(session: Session, ids: Sequence[UUID], *, district: str) -> Removed:
    """Delete notes of a Kreis and all that was made of them."""
    rows = session.exec(select(StatementRow).where(col(StatementRow.note_id).in_(ids))).all()
    texts = {str(row.id): row.text for row in rows}
    removed = Removed(
        Counter(notes=len(ids), statements=len(rows)),
        [*(row.text for row in rows), *(row.section for row in rows)],
    )
    removed.counts += _reduce_themes(session, ids, texts, district=district)
    removed.counts["means"] += _forget_centres(session, ids)
    releases.forget_statements(session, texts.keys(), district=district)
    session.exec(delete(NoteRow).where(col(NoteRow.id).in_(ids)))
    hashes = sorted({row.text_hash for row in rows})
    removed.vectors = delete_unused(session, hashes, district=district)
    removed.counts["vectors"] = len(removed.vectors)
    return removed


def drafts_of(
    district: str, municipality: str, *, until: datetime
) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on the drafts of a municipality, or of nobody knows which."""
    whose = col(DraftRow.municipality_ags)
    return (
        col(DraftRow.district_id) == district,
        col(DraftRow.created_at) <= until,
        or_(whose == municipality, whose.is_(None)),
    )


def take_names(
    session: Session, themes: Collection[str], *, district: str, now: datetime
) -> Counter[str]:
    """Take the names that people gave to themes away, from what they decided and from runs."""
    taken: set[str] = set()
    for row in _renamings(session, district):
        if row.label and not set(row.themes).isdisjoint(themes):
            taken.add(row.label)
            row.label, row.withdrawn_at = "", row.withdrawn_at or now
    session.flush()
    still_given = names_given(session, district=district)
    borne = select(CandidateThemeRow).where(
        CandidateThemeRow.district_id == district, col(CandidateThemeRow.label).in_(taken)
    )
    for theme in session.exec(borne):
        if theme.stable_id in themes or theme.label not in still_given:
            naming.name(theme)
    return Counter(given_labels=len(taken))


def take_words(session: Session, themes: Collection[str], *, district: str) -> Counter[str]:
    """Take comments on themes away, and the reasons of what was resolved about them."""
    comments = delete(CommentRow).where(
        col(CommentRow.district_id) == district, col(CommentRow.theme).in_(themes)
    )
    reasons = (
        update(ResolutionRow)
        .where(
            col(ResolutionRow.district_id) == district,
            col(ResolutionRow.theme).in_(themes),
            col(ResolutionRow.reason) != "",
        )
        .values(reason="")
    )
    return Counter(
        comments=session.exec(comments).rowcount, reasons=session.exec(reasons).rowcount
    )


def names_given(session: Session, *, district: str) -> Mapping[str, set[str]]:
    """Return the names that people ever gave, each with the stable ids of its themes."""
    found: dict[str, set[str]] = {}
    for row in _renamings(session, district):
        if row.label:
            found.setdefault(row.label, set()).update(row.themes)
    return found


def _renamings(session: Session, district: str) -> Sequence[DecisionRow]:
    query = select(DecisionRow).where(
        DecisionRow.district_id == district, DecisionRow.kind == Kind.RENAME
    )
    return session.exec(query).all()


def _reduce_themes(
    session: Session, notes: Sequence[UUID], texts: Mapping[str, str], *, district: str
) -> Counter[str]:
    """Take statements out of the themes of all runs; count what went with them."""
    of_notes = select(StatementRow.id).where(col(StatementRow.note_id).in_(notes))
    places = session.exec(
        select(AssignmentRow.theme_id, AssignmentRow.statement_id).where(
            col(AssignmentRow.statement_id).in_(of_notes)
        )
    ).all()
    gone: dict[UUID, list[str]] = {}
    for theme_id, statement_id in places:
        if theme_id is not None:
            gone.setdefault(theme_id, []).append(texts[str(statement_id)])
    given = names_given(session, district=district)
    counts = Counter(places=len(places))
    for theme_id, said in gone.items():
        theme = session.get_one(CandidateThemeRow, theme_id)
        others = select(AssignmentRow.statement_id).where(
            AssignmentRow.theme_id == theme_id,
            col(AssignmentRow.statement_id).not_in(of_notes),
        )
        left = {str(id_) for id_ in session.exec(others)}
        counts["means"] += theme.mean is not None
        if not left:
            session.delete(theme)
            counts["themes"] += 1
            continue
        counts["labels"] += naming.reduce(
            theme,
            left,
            gone=said,
            texts=lambda ids: _texts(session, ids),
            given=theme.label in given,
        )
    session.flush()
    return counts


def _texts(session: Session, ids: Collection[str]) -> Sequence[str]:
    """Return the texts of statements that are left."""
    found: list[str] = []
    wanted = [UUID(id_) for id_ in ids]
    for first in range(0, len(wanted), _AT_ONCE):
        part = wanted[first : first + _AT_ONCE]
        found += session.exec(select(StatementRow.text).where(col(StatementRow.id).in_(part)))
    return found


def _forget_centres(session: Session, notes: Sequence[UUID]) -> int:
    """Forget what the vectors of runs are measured from: with the others, it would give theirs."""
    runs = select(RunNoteRow.run_id).where(col(RunNoteRow.note_id).in_(notes))
    measured = update(RunRow).where(col(RunRow.id).in_(runs), col(RunRow.centre).is_not(None))
    return session.exec(measured.values(centre=None)).rowcount
