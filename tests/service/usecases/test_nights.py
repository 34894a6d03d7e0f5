"""Nightly runs on a real database, with a clock that the tests set."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from service.settings import TIME_ZONE
from service.store.tables import District, MunicipalityRow, RunRow
from service.usecases import execution
from service.usecases.decisions import withdraw
from service.usecases.deletion import delete_note
from service.usecases.nights import queue_nightly
from service.usecases.notes import list_notes
from service.usecases.runs import cancel_run, get_run, start_run
from service.usecases.versions import WHATEVER
from tests.service.helpers import ACTOR
from tests.service.usecases.test_decisions import take
from tests.service.usecases.test_execution import DISTRICT, Counted, nothing

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.store.sessions import Database

    Fill = Callable[..., None]

pytestmark = pytest.mark.both_databases

TWO = time(2)
NIGHT = datetime(2027, 2, 10, 2, 30, tzinfo=TIME_ZONE)
NEXT = NIGHT + timedelta(days=1)
OTHER = "05758"


def look(database: Database, now: datetime = NIGHT, at: time | None = TWO) -> int:
    return queue_nightly(
        database, now=now.astimezone(UTC), at=at, actor=ACTOR, seed=3, enqueue=nothing
    )


def runs(database: Database) -> list[RunRow]:
    with database.reading() as session:
        return list(session.exec(select(RunRow).order_by(RunRow.created_at)))  # type: ignore[arg-type] # a column


def work(database: Database, district: str = DISTRICT) -> None:
    """Do the run of the Kreis that waits."""
    with database.reading() as session:
        waiting = select(RunRow.id).where(RunRow.district_id == district, RunRow.state == "queued")
        (run_id,) = session.exec(waiting).all()
    execution.embed(database, run_id, encoders=[Counted()])
    execution.bundle(database, run_id, encoders=[Counted()])


@pytest.fixture
def done(database: Database, fill: Fill) -> None:
    """A Kreis whose last run knows all of its statements."""
    fill(12)
    start_run(database, district=DISTRICT, actor=ACTOR, seed=0, enqueue=nothing)
    work(database)


def test_the_first_notes_are_bundled_in_the_night_after_them(
    database: Database, fill: Fill
) -> None:
    assert look(database) == 0
    fill(12)
    assert look(database) == 1
    (run,) = runs(database)
    assert (run.district_id, run.state, run.nightly, run.seed) == (DISTRICT, "queued", True, 3)
    assert (run.statements, run.created_at) == (12, NIGHT)
    assert get_run(database, run.id, district=DISTRICT).nightly


@pytest.mark.sqlite
@pytest.mark.parametrize("hour", [(1, 59), (5, 0), (14, 0)])
def test_by_day_nothing_is_queued(database: Database, fill: Fill, hour: tuple[int, int]) -> None:
    fill(12)
    assert look(database, NIGHT.replace(hour=hour[0], minute=hour[1])) == 0


def test_without_an_hour_nothing_is_queued(database: Database, fill: Fill) -> None:
    fill(12)
    assert look(database, at=None) == 0


def test_several_workers_that_look_at_once_queue_one_run(database: Database, fill: Fill) -> None:
    fill(12)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: look(database), range(8))) == 1
    work(database)
    fill(5)
    assert look(database) == 0  # there was one tonight
    assert look(database, NEXT) == 1
    assert len(runs(database)) == 2


def test_a_run_of_the_night_that_a_person_cancelled_stays_cancelled(
    database: Database, fill: Fill
) -> None:
    fill(12)
    look(database)
    (run,) = runs(database)
    cancel_run(database, run.id, district=DISTRICT, actor=ACTOR, dequeue=nothing)
    assert look(database) == 0
    assert look(database, NEXT) == 1


def test_where_nothing_changed_nothing_is_queued(database: Database, done: None) -> None:
    del done
    assert look(database) == 0


def test_a_new_note_is_a_change(database: Database, done: None, fill: Fill) -> None:
    del done
    fill(1)
    assert look(database) == 1


def test_a_deleted_note_is_a_change_while_others_are_left(database: Database, fill: Fill) -> None:
    fill(12)
    fill(3)
    start_run(database, district=DISTRICT, actor=ACTOR, seed=0, enqueue=nothing)
    work(database)
    first, second = list_notes(database, district=DISTRICT).items
    delete_note(database, first.id, district=DISTRICT, actor=ACTOR, now=NIGHT)
    assert look(database) == 1
    work(database)
    delete_note(database, second.id, district=DISTRICT, actor=ACTOR, now=NIGHT)
    assert look(database, NEXT) == 0, "there is nothing left to bundle"


def test_a_decision_is_a_change_and_so_is_taking_it_back(database: Database, done: None) -> None:
    del done
    taken = take(database, "rename", "T-2026-001", label="Busse")
    assert look(database) == 1
    work(database)
    assert look(database, NEXT) == 0
    withdraw(database, taken.id, district=DISTRICT, actor=ACTOR, now=NIGHT, seen=WHATEVER)
    assert look(database, NEXT) == 1


def test_a_choice_of_a_field_is_none_for_it_shows_at_once(database: Database, done: None) -> None:
    del done
    take(database, "field", "T-2026-001", field="gesundheit-pflege")
    assert look(database) == 0


def test_an_unfinished_run_is_waited_for_within_the_night(database: Database, fill: Fill) -> None:
    fill(12)
    start_run(database, district=DISTRICT, actor=ACTOR, seed=0, enqueue=nothing)
    fill(3)
    assert look(database) == 0
    work(database)
    assert look(database, NIGHT + timedelta(hours=2)) == 1


def test_every_kreis_has_its_own_night(database: Database, fill: Fill, done: None) -> None:
    del done
    with database.writing() as session:
        session.add(District(id=OTHER, name="Kreis Herford"))
        session.flush()
        session.add(MunicipalityRow(ags=f"{OTHER}004", district_id=OTHER, name="Bünde"))
        session.commit()
    fill(4, OTHER, f"{OTHER}004")
    assert look(database) == 1
    assert [(run.district_id, run.statements) for run in runs(database) if run.nightly] == [
        (OTHER, 4)
    ]


def test_a_night_goes_on_after_midnight(database: Database, fill: Fill) -> None:
    fill(12)
    late = time(23, 30)
    assert look(database, NIGHT.replace(hour=0, minute=30), late) == 1
    assert look(database, NIGHT.replace(hour=2, minute=29), late) == 0  # the same night
    work(database)
    fill(1)
    assert look(database, NIGHT.replace(hour=23, minute=45), late) == 1  # the next one


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("moment", "queued"),
    [
        ("2027-03-28T01:29:00+00:00", 0),  # 02:29, when clocks were put forward at 02:00: 03:29
        ("2027-03-28T01:31:00+00:00", 1),
        ("2026-10-25T00:29:00+00:00", 0),
        ("2026-10-25T00:31:00+00:00", 1),  # 02:31 in summer
        ("2026-10-25T01:31:00+00:00", 1),  # 02:31 again, in winter
        ("2026-10-25T03:31:00+00:00", 0),  # three hours are over
    ],
)
def test_clocks_that_change_move_no_night(
    database: Database, fill: Fill, moment: str, queued: int
) -> None:
    fill(12)
    assert look(database, datetime.fromisoformat(moment), time(2, 30)) == queued
