"""Conferences and runs over them, stored as they are: no gate, no model, texts that say what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from nlp.text import text_hash
from nlp.types import StatementKind
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    NoteRow,
    RunNoteRow,
    RunRow,
    RunState,
    Stage,
    StatementRow,
    ThemeIdRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database

DISTRICT = "05754"
TOWNS = {"Borgholzhausen": "05754004", "Verl": "05754044", "Gütersloh": "05754008"}
BEGINNING = datetime(2026, 6, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """A conference: its town, its day, its statements by what they are about."""

    town: str
    day: date
    statements: tuple[str, ...]
    single_cases: tuple[str, ...] = ()


def add_conference(database: Database, said: Said) -> UUID:
    """Store the note of a conference."""
    with database.writing(DISTRICT) as session:
        note = NoteRow(
            district_id=DISTRICT,
            municipality_ags=TOWNS[said.town],
            held_on=said.day,
            format="txt",
            uploaded_at=datetime.now(UTC),
            digest=text_hash(repr(said)),
        )
        session.add(note)
        session.flush()
        texts = [(StatementKind.PROBLEM, text) for text in said.statements]
        texts += [(StatementKind.SINGLE_CASE, text) for text in said.single_cases]
        session.add_all(
            StatementRow(
                district_id=DISTRICT,
                note_id=note.id,
                kind=kind,
                text=text,
                section="Generative Themen",
                start=0,
                end=len(text),
                position=position,
                text_hash=text_hash(text),
            )
            for position, (kind, text) in enumerate(texts)
        )
        session.commit()
        return note.id


def add_run(database: Database, themes: Mapping[str, str], *, number: int = 1) -> UUID:
    """Store a run over all problems, each in the theme whose key is in its text.

    Args:
        database: The database.
        themes: Label by stable id; a statement is of the first theme whose label it contains.
        number: Runs of a higher number are later.
    """
    with database.writing(DISTRICT) as session:
        query = (
            select(StatementRow)
            .where(StatementRow.kind == StatementKind.PROBLEM)
            .order_by(col(StatementRow.text))
        )
        statements = session.exec(query).all()
        run = _run(session, statements, number)
        theme_of = {
            one.id: next((id_ for id_, label in themes.items() if label in one.text), None)
            for one in statements
        }
        rows = {
            id_: _theme(run, place, id_, label, [s for s in statements if theme_of[s.id] == id_])
            for place, (id_, label) in enumerate(themes.items(), start=1)
        }
        session.add_all(rows.values())
        known = set(session.exec(select(ThemeIdRow.id)))
        session.add_all(ThemeIdRow(district_id=DISTRICT, id=id_) for id_ in rows.keys() - known)
        session.flush()
        session.add_all(
            AssignmentRow(
                run_id=run.id,
                statement_id=one.id,
                district_id=DISTRICT,
                theme_id=rows[theme].id if (theme := theme_of[one.id]) else None,
                strength=0.9,
                x=0.5,
                y=0.5,
            )
            for one in statements
        )
        session.commit()
        return run.id


def _run(session: Session, statements: Sequence[StatementRow], number: int) -> RunRow:
    now = BEGINNING + timedelta(days=number)
    run = RunRow(
        district_id=DISTRICT,
        state=RunState.DONE,
        stage=Stage.MAP,
        share=1.0,
        created_at=now,
        started_at=now,
        finished_at=now,
        seed=0,
        statements=len(statements),
        bundled=len(statements),
        themes=1,
    )
    session.add(run)
    session.flush()
    session.add_all(
        RunNoteRow(run_id=run.id, note_id=note_id, district_id=DISTRICT)
        for note_id in {statement.note_id for statement in statements}
    )
    return run


def _theme(
    run: RunRow, number: int, id_: str, label: str, statements: Sequence[StatementRow]
) -> CandidateThemeRow:
    held = [str(statement.id) for statement in statements]
    return CandidateThemeRow(
        district_id=DISTRICT,
        run_id=run.id,
        number=number,
        stable_id=id_,
        label=label,
        keywords=[
            {"word": label, "weight": 1.0, "statements": held},
            {"word": f"selten-{label}", "weight": 0.5, "statements": held[:1]},
        ],
        evidence=[{"word": label, "statements": held}],
        representatives=held[:2],
        parts=[
            {"label": f"Teil-{label}", "statements": held},
            {"label": f"Teilchen-{label}", "statements": held[:2]},
        ],
        fields=[{"key": "sprache-bildung", "certainty": 0.9}],
        trust={"agreement": 0.9, "recovery": 0.8, "separation": 0.5},
        spread={
            "municipalities": 3,
            "effective": 3.0,
            "share": [0.4, 1.0],
            "concentration": None,
            "p_spread": 0.01,
            "q_spread": 0.02,
            "p_local": 1.0,
            "q_local": 1.0,
            "reach": "structural",
        },
        strength=0.9,
        size=max(1, len(held)),
    )
