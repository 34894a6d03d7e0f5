"""Notes and a finished run to show on pages: few, and worded so that a test finds them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlmodel import select

from nlp.text import text_hash
from nlp.types import StatementKind
from service.disclosure.release import State
from service.disclosure.threshold import Threshold
from service.store.release_tables import ReleaseRow
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    RunNoteRow,
    RunRow,
    RunState,
    Stage,
    StatementRow,
    ThemeIdRow,
)
from service.usecases.current import latest_run
from service.usecases.notes import NewNote, add_note
from tests.service.helpers import ACTOR

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database

DISTRICT = "05754"
NOTE = """Protokoll der Planungskonferenz

Gemeinde: {place}
Datum: {day}
Teilnehmende: 12

Generative Themen
- In {place} fehlen Sprachkurse mit Kinderbetreuung, darum warten Mütter lange.
- Arzttermine scheitern in {place}, weil niemand dolmetscht.
- Der Wohnungsmarkt in {place} bietet nichts für große Familien.

Lösungsvorschläge
- Ein Pool von Sprachmittlern soll für {place} aufgebaut werden.
"""
NAMES = tuple(
    """
    Selamawit Tesfay Yohannes Tsegay Filmon Abdulrahman Fatima Khadija Mustafa Zeynep
    Emre Ayşe Mehmet Gülsüm Rojin Berivan Azad Dilnaz Şerwan Oksana Volodymyr Kateryna Mykola
    Svitlana Taras Gheorghe Ioana Mihaela Răzvan Florin Desislava Plamen Stoyan Borislava
    Radoslav Zarghuna Hamid Farida Najibullah Parwana Guadalupe Joaquín Inés Rodrigo Ximena
    Agnieszka Krzysztof Małgorzata Zbigniew Wojciech
    """.split()
)
"""Fifty first names of several languages, none of them a German word."""
COURSES, DOCTORS = "T-2026-001", "T-2026-002"
"""Stable ids of the themes that :func:`add_themes` stores."""
PLACES = (("Borgholzhausen", "14.05.2026"), ("Steinhagen", "02.06.2026"))


def note(place: str = "Borgholzhausen", day: str = "14.05.2026") -> bytes:
    """Return a note that passes the gate, with three problems and a proposal."""
    return NOTE.format(place=place, day=day).encode()


def doubtful_note(*names: str, place: str = "Borgholzhausen") -> bytes:
    """Return a note with a problem for every name that the gate is not sure about."""
    return _with(note(place), *(f"Einen Sprachkurs besucht {name} nicht." for name in names))


def telling_note() -> bytes:
    """Return a note whose features together single a mother out."""
    told = "Eine Mutter ist 34 Jahre alt, kommt aus Eritrea und sucht für ihre Zwillinge die Kita."
    return _with(note(), told)


def _with(data: bytes, *problems: str) -> bytes:
    more = "".join(f"- {problem}\n" for problem in problems)
    return data.replace("\nLösungs".encode(), f"{more}\nLösungs".encode())


def add_notes(database: Database) -> None:
    """Take in one note of each place."""
    for place, day in PLACES:
        _add_note(database, place, day)


def add_run(database: Database, *, points: int | None = None) -> UUID:
    """Store a finished run: one theme of two statements, the others not bundled.

    ``points`` limits the statements that take part.
    """
    with database.writing() as session:
        statements = session.exec(
            select(StatementRow)
            .where(StatementRow.kind == StatementKind.PROBLEM)
            .order_by(StatementRow.text)
            .limit(points)
        ).all()
        run = _run(session, statements)
        session.add_all(
            RunNoteRow(run_id=run.id, note_id=note_id, district_id=DISTRICT)
            for note_id in {statement.note_id for statement in statements}
        )
        theme = _theme(session, run, statements[:2])
        session.merge(ThemeIdRow(district_id=DISTRICT, id=theme.stable_id))
        for number, statement in enumerate(statements):
            session.add(
                AssignmentRow(
                    run_id=run.id,
                    statement_id=statement.id,
                    district_id=DISTRICT,
                    theme_id=theme.id if number < 2 else None,
                    strength=0.83 if number < 2 else 0.0,
                    x=number / len(statements),
                    y=0.5,
                )
            )
        session.commit()
        return run.id


def add_themes(database: Database) -> UUID:
    """Store a finished run of three notes: two themes of three statements, three in none.

    It follows another run, whose first theme it split. Beside the problems there is one
    single case.
    """
    add_notes(database)
    _add_note(database, "Versmold", "20.06.2026")
    with database.writing() as session:
        statements = session.exec(
            select(StatementRow)
            .where(StatementRow.kind == StatementKind.PROBLEM)
            .order_by(StatementRow.text)
        ).all()
        doctors, flats, courses = statements[:3], statements[3:6], statements[6:]
        _add_single_case(session, statements[0])
        run = _run(session, statements)
        run.lineage = [
            _link("split", COURSES, COURSES, shared=3, of=5),
            _link("split", COURSES, DOCTORS, shared=2, of=5),
            _link("retired", "T-2026-007", None),
        ]
        session.add_all(ThemeIdRow(district_id=DISTRICT, id=id_) for id_ in (COURSES, DOCTORS))
        first = _full_theme(session, run, 1, "Sprachkurse mit Kinderbetreuung", courses)
        second = _full_theme(session, run, 2, "Arzttermine ohne Sprachmittlung", doctors)
        session.add_all(
            AssignmentRow(
                run_id=run.id,
                statement_id=statement.id,
                district_id=DISTRICT,
                theme_id=theme.id if theme else None,
                strength=0.83 if theme else 0.0,
                x=0.5,
                y=0.5,
                nearest=None if theme else COURSES,
                distance=None if theme else 0.7,
            )
            for theme, held in ((first, courses), (second, doctors), (None, flats))
            for statement in held
        )
        session.commit()
        return run.id


def release(database: Database, *themes: str) -> None:
    """Let the Lenkungsgruppe see themes of the latest run, as if they were large enough."""
    with database.writing(DISTRICT) as session:
        run = latest_run(session, DISTRICT)
        assert run
        state = State(str(run.id), 3, {}, {}, 3, at_least=True, direction="unknown", voices=())
        session.add(
            ReleaseRow(
                district_id=DISTRICT,
                run_id=run.id,
                fewest_statements=Threshold().statements,
                fewest_conferences=Threshold().conferences,
                made_at=datetime.now(UTC),
                content={
                    "statements": None,
                    "conferences": 3,
                    "heard": 3,
                    "further": 1,
                    "themes": dict.fromkeys(themes, asdict(state)),
                    "voices": [],
                },
            )
        )
        session.commit()


def _add_note(database: Database, place: str, day: str) -> None:
    add_note(
        database,
        NewNote(filename="protokoll.txt", data=note(place, day)),
        district=DISTRICT,
        now=datetime.now(UTC),
        actor=ACTOR,
    )


def _add_single_case(session: Session, beside: StatementRow) -> None:
    text = "Die Mutter besucht seit Mai einen Kurs."
    session.add(
        StatementRow(
            district_id=DISTRICT,
            note_id=beside.note_id,
            kind=StatementKind.SINGLE_CASE,
            text=text,
            section="Fallvorstellung",
            start=0,
            end=len(text),
            position=99,
            text_hash=text_hash(text),
        )
    )


def _link(
    kind: str, previous: str, current: str | None, *, shared: int = 0, of: int = 1
) -> dict[str, object]:
    return {
        "kind": kind,
        "evidence": "statements" if shared else "none",
        "previous": previous,
        "current": current,
        "shared": shared,
        "share_of_previous": shared / of,
        "share_of_current": 1.0 if shared else 0.0,
    }


def _full_theme(
    session: Session, run: RunRow, number: int, label: str, statements: Sequence[StatementRow]
) -> CandidateThemeRow:
    held = [str(statement.id) for statement in statements]
    theme = CandidateThemeRow(
        district_id=DISTRICT,
        run_id=run.id,
        number=number,
        stable_id=(COURSES, DOCTORS)[number - 1],
        label=label,
        keywords=[{"word": label.split(maxsplit=1)[0], "weight": 1.0, "statements": held}],
        representatives=held[:2],
        parts=[
            {"label": "Vormittags", "statements": held[:2]},
            {"label": "Abends", "statements": held[2:]},
        ],
        fields=[{"key": ("sprache-bildung", "gesundheit-pflege")[number - 1], "certainty": 0.9}],
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
            "reach": ("structural", "local")[number - 1],
        },
        neighbour=(DOCTORS, COURSES)[number - 1],
        strength=0.83,
        size=len(held),
    )
    session.add(theme)
    session.flush()
    return theme


def unfinished_run(database: Database, state: RunState, *, error: str | None = None) -> UUID:
    """Store a run that is not done."""
    now = datetime.now(UTC)
    with database.writing() as session:
        run = RunRow(
            district_id=DISTRICT,
            state=state,
            stage=Stage.CLUSTER,
            share=0.5,
            created_at=now,
            started_at=now,
            finished_at=now if error else None,
            seed=0,
            statements=6,
            error_code=error,
        )
        session.add(run)
        session.commit()
        return run.id


def _run(session: Session, statements: Sequence[StatementRow]) -> RunRow:
    now = datetime.now(UTC)
    run = RunRow(
        district_id=DISTRICT,
        state=RunState.DONE,
        stage=Stage.MAP,
        share=1.0,
        created_at=now,
        started_at=now,
        finished_at=now + timedelta(seconds=65),
        seed=0,
        encoders=[{"model_id": "multilingual-e5-small", "weights_hash": "0", "dimension": 384}],
        statements=len(statements),
        bundled=2,
        themes=1,
    )
    session.add(run)
    session.flush()
    return run


def _theme(session: Session, run: RunRow, statements: Sequence[StatementRow]) -> CandidateThemeRow:
    ids = [str(statement.id) for statement in statements]
    theme = CandidateThemeRow(
        district_id=DISTRICT,
        run_id=run.id,
        number=1,
        stable_id="T-2026-001",
        label="Arzttermine ohne Sprachmittlung",
        keywords=[{"word": "Arzttermin", "weight": 1.0, "statements": ids}],
        representatives=ids,
        strength=0.83,
        size=len(ids),
    )
    session.add(theme)
    session.flush()
    return theme
