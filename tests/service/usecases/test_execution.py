"""The steps of a run on a real database, with a tiny encoder in place of the models."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp.themes.embedding import text_hash
from service.errors import NotesChangedError, RunAbandonedError, RunCrashedError
from service.jobs.workflow import _code
from service.store.tables import RunState, Stage
from service.usecases import execution, notes
from service.usecases.notes import delete_note, list_notes
from service.usecases.runs import get_run, start_run
from tests.service.helpers import row_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    import numpy.typing as npt

    from service.store.sessions import Database

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
    return start_run(database, district=DISTRICT, seed=0, enqueue=lambda *_: None).id


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
    assert len(encoder.encoded) == 12


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
    delete_note(database, note.id, district=DISTRICT)
    with pytest.raises(NotesChangedError):
        execution.bundle(database, run_id, encoders=[encoder])
    counts = row_counts(database)
    assert counts["CandidateThemeRow"] == counts["AssignmentRow"] == 0


def test_deleting_a_note_deletes_its_vectors(database: Database, run_id: UUID) -> None:
    execution.embed(database, run_id, encoders=[Counted()])
    assert row_counts(database)["VectorRow"] == 12
    (note,) = list_notes(database, district=DISTRICT).items
    notes.delete_note(database, note.id, district=DISTRICT)
    assert row_counts(database)["VectorRow"] == 0


def test_a_step_answers_with_a_code_and_never_with_an_error() -> None:
    def changed() -> None:
        raise NotesChangedError

    def broken() -> None:
        raise ZeroDivisionError

    assert _code(lambda: 3) == ""
    assert _code(changed) == "run_notes_changed"
    assert _code(broken) == RunCrashedError.code
