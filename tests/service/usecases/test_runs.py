"""Runs on a real database: one a Kreis, tried again, and how long they will take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from service.errors import (
    NothingToRunError,
    RunInProgressError,
    RunNotFailedError,
    RunNotFoundError,
)
from service.store.tables import RunRow, RunState, Stage
from service.usecases import execution
from service.usecases.deletion import delete_note
from service.usecases.notes import list_notes
from service.usecases.runs import cancel_run, get_run, list_runs, retry_run, start_run
from tests.service.helpers import ACTOR
from tests.service.usecases.test_execution import DISTRICT, Counted, nothing

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.store.sessions import Database
    from service.usecases.views import RunView

    Fill = Callable[..., None]

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)


def start(database: Database, seed: int = 0) -> RunView:
    return start_run(database, district=DISTRICT, actor=ACTOR, seed=seed, enqueue=nothing)


def change(database: Database, run_id: UUID, **values: object) -> None:
    with database.writing() as session:
        row = session.get_one(RunRow, run_id)
        for name, value in values.items():
            setattr(row, name, value)
        session.commit()


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.RUNNING])
def test_the_database_itself_takes_one_unfinished_run_of_a_kreis(
    database: Database, fill: Fill, state: RunState
) -> None:
    fill(3)
    start(database)
    with database.writing(DISTRICT) as session:
        session.add(RunRow(district_id=DISTRICT, created_at=NOW, seed=0, state=state))
        with pytest.raises(IntegrityError):
            session.commit()


def test_the_database_takes_any_number_of_finished_ones(database: Database, fill: Fill) -> None:
    fill(3)
    for _ in range(2):
        run = start(database)
        cancel_run(database, run.id, district=DISTRICT, actor=ACTOR, dequeue=nothing)
    assert list_runs(database, district=DISTRICT).total == 2


# --- Again -----------------------------------------------------------------------


def test_a_failed_run_is_tried_again_with_its_seed_over_the_notes_of_today(
    database: Database, fill: Fill
) -> None:
    fill(3)
    failed = start(database, seed=7)
    execution.fail(database, failed.id, "run_crashed")
    fill(4)
    again = retry_run(database, failed.id, district=DISTRICT, actor=ACTOR, enqueue=nothing)
    assert again.id != failed.id
    assert (again.state, again.seed, again.statements) == (RunState.QUEUED, 7, 7)
    assert get_run(database, failed.id, district=DISTRICT).state is RunState.FAILED
    with pytest.raises(RunInProgressError):
        retry_run(database, failed.id, district=DISTRICT, actor=ACTOR, enqueue=nothing)


def test_a_cancelled_run_is_tried_again(database: Database, fill: Fill) -> None:
    fill(3)
    run = start(database)
    cancel_run(database, run.id, district=DISTRICT, actor=ACTOR, dequeue=nothing)
    assert (
        retry_run(database, run.id, district=DISTRICT, actor=ACTOR, enqueue=nothing).id != run.id
    )


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.RUNNING, RunState.DONE])
def test_what_has_not_failed_is_not_tried_again(
    database: Database, fill: Fill, state: RunState
) -> None:
    fill(3)
    run = start(database)
    change(database, run.id, state=state)
    with pytest.raises(RunNotFailedError):
        retry_run(database, run.id, district=DISTRICT, actor=ACTOR, enqueue=nothing)


def test_without_statements_there_is_nothing_to_try_again(database: Database, fill: Fill) -> None:
    fill(3)
    run = start(database)
    execution.fail(database, run.id, "run_crashed")
    (note,) = list_notes(database, district=DISTRICT).items
    delete_note(database, note.id, district=DISTRICT, actor=ACTOR, now=NOW)
    with pytest.raises(NothingToRunError):
        retry_run(database, run.id, district=DISTRICT, actor=ACTOR, enqueue=nothing)


@pytest.mark.parametrize(("run_id", "district"), [(None, "05758"), (uuid4(), DISTRICT)])
def test_a_run_of_nobody_or_of_others_is_not_tried_again(
    database: Database, fill: Fill, run_id: UUID | None, district: str
) -> None:
    fill(3)
    run = start(database)
    execution.fail(database, run.id, "run_crashed")
    with pytest.raises(RunNotFoundError):
        retry_run(database, run_id or run.id, district=district, actor=ACTOR, enqueue=nothing)


def test_why_a_run_failed_is_not_overwritten(database: Database, fill: Fill) -> None:
    fill(3)
    run = start(database)
    execution.fail(database, run.id, "storage_full")
    execution.fail(database, run.id, "run_crashed")
    assert get_run(database, run.id, district=DISTRICT).error_code == "storage_full"


# --- How long it takes ------------------------------------------------------------


def done(database: Database, number: int, *, embedded: int, scale: float = 1.0) -> None:
    """Do a run, and say that it took a second a vector, then 1, 2 and 3 seconds a statement."""
    run = start(database)
    execution.embed(database, run.id, encoders=[Counted()])
    execution.bundle(database, run.id, encoders=[Counted()])
    statements = run.statements
    seconds = {
        Stage.EMBED: float(embedded),
        Stage.CLUSTER: scale * statements,
        Stage.LABEL: scale * 2 * statements,
        Stage.MAP: scale * 3 * statements,
    }
    created = NOW + timedelta(hours=number)
    change(database, run.id, seconds=seconds, embedded=embedded, created_at=created)


def test_a_run_measures_its_stages_and_counts_its_vectors(database: Database, fill: Fill) -> None:
    fill(12)
    for expected in (12, 0):
        run = start(database)
        execution.embed(database, run.id, encoders=[Counted()])
        execution.bundle(database, run.id, encoders=[Counted()])
        with database.reading() as session:
            row = session.get_one(RunRow, run.id)
        assert row.embedded == expected
        assert set(row.seconds) == set(Stage)
        assert all(value > 0 for value in row.seconds.values())


def test_of_the_first_run_nobody_knows_how_long_it_takes(database: Database, fill: Fill) -> None:
    fill(12)
    assert start(database).remaining_seconds is None


def test_what_it_takes_follows_the_number_of_statements_and_of_missing_vectors(
    database: Database, fill: Fill
) -> None:
    fill(10)
    done(database, 0, embedded=10)
    fill(15)  # the ten of before, and five that have no vector yet
    run = start(database)
    assert run.remaining_seconds == pytest.approx(5 + 25 * (1 + 2 + 3))
    (listed, _) = list_runs(database, district=DISTRICT).items
    assert listed.remaining_seconds == run.remaining_seconds


def test_what_it_still_takes_falls_with_its_progress(database: Database, fill: Fill) -> None:
    fill(10)
    done(database, 0, embedded=10)
    run = start(database)
    for stage, share, expected in (
        (Stage.CLUSTER, 0.0, 60),
        (Stage.CLUSTER, 0.5, 55),
        (Stage.LABEL, 0.0, 50),
        (Stage.MAP, 0.9, 3),
    ):
        change(database, run.id, state=RunState.RUNNING, stage=stage, share=share)
        left = get_run(database, run.id, district=DISTRICT).remaining_seconds
        assert left == pytest.approx(expected)
    change(database, run.id, state=RunState.DONE)
    assert get_run(database, run.id, district=DISTRICT).remaining_seconds is None


def test_one_slow_run_of_three_says_little(database: Database, fill: Fill) -> None:
    fill(10)
    for number, scale in enumerate((100.0, 1.0, 50.0, 1.0)):
        done(database, number, embedded=10 if number == 0 else 0, scale=scale)
    assert start(database).remaining_seconds == pytest.approx(60)


def test_vectors_of_a_run_that_was_not_measured_tell_nothing(
    database: Database, fill: Fill
) -> None:
    fill(10)
    done(database, 0, embedded=0)  # by a version of before
    assert start(database).remaining_seconds == pytest.approx(60)
    with database.reading() as session:
        run_id = session.exec(select(RunRow.id).where(RunRow.state == RunState.QUEUED)).one()
    cancel_run(database, run_id, district=DISTRICT, actor=ACTOR, dequeue=nothing)
    fill(12)
    assert start(database).remaining_seconds is None
