"""The steps of a run on a real database, with a tiny encoder in place of the models."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp.analysis import analyse
from nlp.text import text_hash
from service.errors import (
    NotesChangedError,
    RunAbandonedError,
    RunCancelledError,
    RunCrashedError,
    RunFinishedError,
    RunInProgressError,
)
from service.jobs.workflow import _code
from service.store.tables import RunState, Stage
from service.usecases import deletion, execution, notes
from service.usecases.deletion import delete_note
from service.usecases.notes import list_notes
from service.usecases.overview import overview
from service.usecases.runs import cancel_run, forgive_attempts, get_run, start_run
from service.usecases.taxonomy import field_phrases
from tests.service.helpers import ACTOR, note, row_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    import numpy.typing as npt

    from nlp.analysis import Analysis
    from nlp.types import Entry
    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

DISTRICT = "05754"


@dataclass
class Counted:
    """Tiny vectors that depend on the text's hash, and a count of the texts encoded."""

    model_id: str = "tiny"
    weights_hash: str = "0" * 64
    dimension: int = 8
    encoded: list[str] = field(default_factory=list)

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[float], None] | None = None
    ) -> npt.NDArray[np.float32]:
        self.encoded += texts
        if progress:
            progress(1.0)
        rows = [np.frombuffer(bytes.fromhex(text_hash(text))[:8], np.uint8) for text in texts]
        vectors = np.asarray(rows, dtype=np.float32).reshape(len(texts), 8) + 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def run_id(database: Database, fill: Callable[[int], None]) -> UUID:
    fill(12)
    return start_run(database, district=DISTRICT, seed=0, enqueue=lambda *_: None, actor=ACTOR).id


def test_a_step_that_is_repeated_encodes_nothing_twice(database: Database, run_id: UUID) -> None:
    encoder = Counted()
    assert execution.embed(database, run_id, encoders=[encoder]) == 12
    assert execution.embed(database, run_id, encoders=[encoder]) == 12
    assert len(encoder.encoded) == 12
    run = get_run(database, run_id, district=DISTRICT)
    assert (run.state, run.stage, run.share) == (RunState.RUNNING, Stage.EMBED, 1.0)
    assert [used.model_id for used in run.encoders] == ["tiny"]


def test_a_result_that_is_stored_is_not_stored_again(database: Database, run_id: UUID) -> None:
    encoder = Counted()
    execution.embed(database, run_id, encoders=[encoder])
    themes = execution.bundle(database, run_id, encoders=[encoder])
    before = row_counts(database)
    assert execution.bundle(database, run_id, encoders=[encoder]) == themes
    assert execution.embed(database, run_id, encoders=[encoder]) == 0
    assert row_counts(database) == before
    assert before["AssignmentRow"] == 12
    described = {phrase for several in field_phrases().values() for phrase in several}
    assert len([text for text in encoder.encoded if text not in described]) == 12


def test_a_step_that_kills_its_worker_is_not_tried_for_ever(
    database: Database, run_id: UUID
) -> None:
    class Deadly(Counted):
        def encode(self, texts: Sequence[str], **_: object) -> npt.NDArray[np.float32]:
            del texts
            raise KeyboardInterrupt  # as sudden as the end of the process

    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            execution.embed(database, run_id, encoders=[Deadly()])
    with pytest.raises(RunAbandonedError):
        execution.embed(database, run_id, encoders=[Deadly()])


def test_a_note_that_is_deleted_in_mid_run_ends_the_run(database: Database, run_id: UUID) -> None:
    encoder = Counted()
    execution.embed(database, run_id, encoders=[encoder])
    (note,) = list_notes(database, district=DISTRICT).items
    delete_note(database, note.id, district=DISTRICT, actor=ACTOR, now=datetime.now(UTC))
    with pytest.raises(NotesChangedError):
        execution.bundle(database, run_id, encoders=[encoder])
    counts = row_counts(database)
    assert counts["CandidateThemeRow"] == counts["AssignmentRow"] == 0


def test_a_result_that_another_worker_stored_meanwhile_stays(
    database: Database, run_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = Counted()
    execution.embed(database, run_id, encoders=[encoder])

    def slow(entries: Sequence[Entry], **options: object) -> Analysis:
        found = analyse(entries, **options)  # type: ignore[arg-type] # whatever it is given
        monkeypatch.setattr(execution, "analyse", analyse)
        execution.bundle(database, run_id, encoders=[encoder])
        return found

    monkeypatch.setattr(execution, "analyse", slow)
    themes = execution.bundle(database, run_id, encoders=[encoder])
    execution.fail(database, run_id, "run_crashed")
    assert get_run(database, run_id, district=DISTRICT).state is RunState.DONE
    assert row_counts(database)["CandidateThemeRow"] == themes


def test_deleting_a_note_deletes_its_vectors(database: Database, run_id: UUID) -> None:
    execution.embed(database, run_id, encoders=[Counted()])
    assert row_counts(database)["VectorRow"] == 12
    (note,) = list_notes(database, district=DISTRICT).items
    deletion.delete_note(database, note.id, district=DISTRICT, actor=ACTOR, now=datetime.now(UTC))
    assert row_counts(database)["VectorRow"] == 0


def test_a_step_answers_with_a_code_and_never_with_an_error() -> None:
    def changed() -> None:
        raise NotesChangedError

    def broken() -> None:
        raise ZeroDivisionError

    assert _code(lambda: 3) == ""
    assert _code(changed) == "run_notes_changed"
    assert _code(broken) == RunCrashedError.code


# --- What a run works on ------------------------------------------------------------


def add(database: Database) -> None:
    new = notes.NewNote(filename="a.txt", data=note())
    notes.add_note(database, new, district=DISTRICT, now=datetime.now(UTC), actor=ACTOR)


def test_a_note_that_is_uploaded_while_a_run_starts_waits_for_the_next(
    database: Database, fill: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(12)
    runs: list[UUID] = []

    def store_after_the_start(*arguments: object, **named: object) -> UUID:
        runs.append(
            start_run(database, district=DISTRICT, seed=0, enqueue=nothing, actor=ACTOR).id
        )
        return store(*arguments, **named)  # type: ignore[arg-type] # whatever it is given

    store = notes.store
    monkeypatch.setattr(notes, "store", store_after_the_start)
    add(database)
    assert execution.embed(database, runs[0], encoders=[Counted()]) == 12
    execution.bundle(database, runs[0], encoders=[Counted()])
    assert row_counts(database)["AssignmentRow"] == 12
    assert overview(database, district=DISTRICT).waiting == 2
    following = start_run(database, district=DISTRICT, seed=0, enqueue=nothing, actor=ACTOR).id
    assert execution.embed(database, following, encoders=[Counted()]) == 14


def nothing(*_: object) -> None:
    """Stand for the queue, which is not needed here."""


# --- Runs that are cancelled or interrupted -------------------------------------------


def test_a_cancelled_run_makes_room_for_another(database: Database, run_id: UUID) -> None:
    execution.embed(database, run_id, encoders=[Counted()])  # its worker is gone since
    with pytest.raises(RunInProgressError):
        start_run(database, district=DISTRICT, seed=0, enqueue=nothing, actor=ACTOR)
    dequeued: list[UUID] = []
    run = cancel_run(database, run_id, district=DISTRICT, dequeue=dequeued.append, actor=ACTOR)
    assert (run.state, run.error_code) == (RunState.CANCELLED, "run_cancelled")
    assert run.finished
    assert dequeued == [run_id]
    assert (
        start_run(database, district=DISTRICT, seed=0, enqueue=nothing, actor=ACTOR).id != run_id
    )
    with pytest.raises(RunFinishedError):
        cancel_run(database, run_id, district=DISTRICT, dequeue=nothing, actor=ACTOR)


def test_a_worker_stops_at_the_next_batch_of_a_cancelled_run(
    database: Database, run_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution, "_BATCH", 4)

    class Cancelling(Counted):
        def encode(
            self, texts: Sequence[str], *, progress: Callable[[float], None] | None = None
        ) -> npt.NDArray[np.float32]:
            if self.encoded:
                cancel_run(database, run_id, district=DISTRICT, dequeue=nothing, actor=ACTOR)
            return super().encode(texts, progress=progress)

    encoder = Cancelling()
    with pytest.raises(RunCancelledError):
        execution.embed(database, run_id, encoders=[encoder])
    assert len(encoder.encoded) == 8
    execution.fail(database, run_id, "run_crashed")
    with pytest.raises(RunCancelledError):
        execution.bundle(database, run_id, encoders=[encoder])
    run = get_run(database, run_id, district=DISTRICT)
    assert (run.state, run.error_code) == (RunState.CANCELLED, "run_cancelled")
    assert row_counts(database)["CandidateThemeRow"] == 0


def test_a_step_that_gets_on_is_begun_as_often_as_needed(
    database: Database, run_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution, "_BATCH", 2)

    class OneBatch(Counted):
        def encode(
            self, texts: Sequence[str], *, progress: Callable[[float], None] | None = None
        ) -> npt.NDArray[np.float32]:
            if texts and self.encoded:
                raise KeyboardInterrupt
            return super().encode(texts, progress=progress)

    for _ in range(5):
        with pytest.raises(KeyboardInterrupt):
            execution.embed(database, run_id, encoders=[OneBatch()])
    assert execution.embed(database, run_id, encoders=[OneBatch()]) == 12


def test_a_worker_that_is_stopped_counts_no_attempt(database: Database, run_id: UUID) -> None:
    for _ in range(5):
        execution._begin(database, run_id, Stage.CLUSTER)
        forgive_attempts(database)
    execution._begin(database, run_id, Stage.CLUSTER)


# --- What deleting leaves -----------------------------------------------------------


def test_deleting_a_note_in_mid_run_leaves_no_vector(database: Database, run_id: UUID) -> None:
    class Deleting(Counted):
        def encode(self, texts: Sequence[str], **_: object) -> npt.NDArray[np.float32]:
            (item,) = list_notes(database, district=DISTRICT).items
            delete_note(database, item.id, district=DISTRICT, actor=ACTOR, now=datetime.now(UTC))
            return super().encode(texts)

    execution.embed(database, run_id, encoders=[Deleting()])
    assert row_counts(database)["VectorRow"] == 0
