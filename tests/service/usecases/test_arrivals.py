"""Notes that come after a run: their statements get a theme before the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from service.store.tables import AssignmentRow
from service.usecases import topics
from service.usecases.arrivals import place_arrivals
from service.usecases.deletion import delete_note
from service.usecases.notes import NewNote, add_note
from service.usecases.overview import overview
from service.usecases.runs import start_run
from tests.service.helpers import ACTOR
from tests.service.usecases.test_decisions import ids, now_is, run, take, theme
from tests.service.usecases.test_execution import DISTRICT, Counted
from tests.service.web.examples import note

if TYPE_CHECKING:
    from uuid import UUID

    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

__all__ = ["ids"]  # a fixture


def arrive(database: Database) -> UUID:
    new = NewNote(filename="neu.txt", data=note("Verl", "10.06.2026"))
    return add_note(database, new, district=DISTRICT, now=datetime.now(UTC), actor=ACTOR).note.id


def assignments(database: Database) -> list[AssignmentRow]:
    with database.reading() as session:
        return list(session.exec(select(AssignmentRow)).all())


@pytest.fixture
def placed(database: Database, ids: list[str]) -> list[str]:
    """Two themes in a run, and a note that came after it."""
    run(database)
    arrive(database)
    assert place_arrivals(database, encoders=[Counted()]) == 3
    return ids


def test_new_statements_are_placed_once_and_marked(database: Database, placed: list[str]) -> None:
    assert place_arrivals(database, encoders=[Counted()]) == 0
    found = [row for row in assignments(database) if row.preliminary]
    assert len(found) == 3
    assert (
        sum(theme(database, id_).preliminary for id_ in placed)
        + len([one for one in now_is(database).open if one.preliminary])
        == 3
    )
    assert all(row.theme_id or row.nearest for row in found)


def test_the_next_run_replaces_what_was_preliminary(database: Database, placed: list[str]) -> None:
    run(database)
    assert placed
    latest = now_is(database).run.id
    assert not any(row.preliminary for row in assignments(database) if row.run_id == latest)
    assert len([row for row in assignments(database) if row.run_id == latest]) == 9


def test_the_run_itself_does_not_count_what_came_later(
    database: Database, placed: list[str]
) -> None:
    state = overview(database, district=DISTRICT)
    assert placed
    assert (state.waiting, state.gone) == (3, 0)


def test_a_statement_that_came_later_can_be_moved(database: Database, placed: list[str]) -> None:
    chosen = next(row.statement_id for row in assignments(database) if row.preliminary)
    take(database, "move", placed[0], statements=(chosen,))
    run(database)
    held = topics.theme(database, placed[0], district=DISTRICT).statements
    assert chosen in {one.id for one in held}


def test_deleting_the_note_takes_its_places_away(database: Database, ids: list[str]) -> None:
    run(database)
    note_id = arrive(database)
    place_arrivals(database, encoders=[Counted()])
    delete_note(database, note_id, district=DISTRICT, actor=ACTOR, now=datetime.now(UTC))
    assert ids
    assert not any(row.preliminary for row in assignments(database))


def test_nothing_is_placed_before_the_first_run(database: Database) -> None:
    arrive(database)
    assert place_arrivals(database, encoders=[Counted()]) == 0


def test_nothing_is_placed_while_a_run_is_waited_for(database: Database, ids: list[str]) -> None:
    run(database)
    arrive(database)
    start_run(database, district=DISTRICT, seed=0, enqueue=lambda *_: None, actor=ACTOR)
    assert ids
    assert place_arrivals(database, encoders=[Counted()]) == 0


@dataclass
class Other(Counted):
    """Another model, whose vectors cannot be compared."""

    weights_hash: str = "1" * 64


def test_vectors_of_another_model_are_not_compared(database: Database, ids: list[str]) -> None:
    run(database)
    arrive(database)
    assert ids
    assert place_arrivals(database, encoders=[Other()]) == 0
