"""The work of a run, in two steps that may be repeated: embed, then bundle.

A worker that dies begins the unfinished step again. Embedding keeps its vectors batch by
batch, so little is lost; bundling stores its whole result in one transaction, so there is
all of it or nothing, and never twice.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from sqlmodel import col, select

from nlp.analysis import analyse
from nlp.pipeline import RunSettings
from nlp.themes.adaptation import fitting
from nlp.themes.embedding import cached_encode
from nlp.types import Entry, StatementKind
from service.errors import (
    DecidedMeanwhileError,
    NotesChangedError,
    RunAbandonedError,
    RunCancelledError,
)
from service.settings import TIME_ZONE
from service.store.tables import (
    UNFINISHED,
    MunicipalityRow,
    NoteRow,
    RunNoteRow,
    RunRow,
    RunState,
    Stage,
    StatementRow,
)
from service.store.vectors import StoredVectors
from service.usecases.current import decisions, previous, replayable
from service.usecases.outcome import store
from service.usecases.taxonomy import field_phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    import numpy as np
    import numpy.typing as npt
    from sqlmodel import Session

    from nlp.themes.embedding import Encoder
    from service.store.sessions import Database

_log = structlog.get_logger("themenradar.runs")
_ATTEMPTS = 3  # a step that kills its worker before it gets on is not tried for ever
_BATCH = 256  # texts that are embedded before their vectors are kept
_PAUSE = 0.5  # seconds between two reports of progress


def embed(database: Database, run_id: UUID, *, encoders: Sequence[Encoder]) -> int:
    """Embed the statements of a run into the store; return their number.

    Raises:
        RunCancelledError: A person has cancelled the run.
        NotesChangedError: A note was deleted since the run was asked for.
        RunAbandonedError: The step was begun too often.
    """
    begun = time.monotonic()
    run_row, entries = _begin(database, run_id, Stage.EMBED)
    if run_row.state == RunState.DONE:  # by a worker that was taken for dead
        return 0
    texts = [entry.text for entry in entries]
    progress = _Progress(database, run_row)
    cache = _VectorsOfRun(database, run_row)
    starts = range(0, len(texts), _BATCH)
    parts = [(encoder, start) for encoder in encoders for start in starts]
    for done, (encoder, start) in enumerate(parts):
        cached_encode(
            encoder,
            texts[start : start + _BATCH],
            cache=cache,
            progress=progress.part(Stage.EMBED, done, len(parts)),
        )
    with database.writing(run_row.district_id) as session:
        row = _open_run(session, run_id)
        row.encoders = [
            {
                "model_id": encoder.model_id,
                "weights_hash": encoder.weights_hash,
                "dimension": encoder.dimension,
            }
            for encoder in encoders
        ]
        row.embedded, row.seconds = cache.kept, {Stage.EMBED: time.monotonic() - begun}
        row.attempts = 0
        session.commit()
    return len(texts)


def bundle(
    database: Database, run_id: UUID, *, encoders: Sequence[Encoder], adapted: bool = True
) -> int:
    """Bundle the statements of a run into themes and store them; return their number.

    Args:
        database: The database.
        run_id: The run.
        encoders: The models.
        adapted: Whether the map that was trained for them is used.

    Raises:
        RunCancelledError: A person has cancelled the run.
        NotesChangedError: A note was deleted since the run was asked for.
        RunAbandonedError: The step was begun too often.
        DecidedMeanwhileError: People opened a theme meanwhile under an id that the run gave, too.
    """
    run_row, entries = _begin(database, run_id, Stage.CLUSTER)
    if run_row.state == RunState.DONE:  # stored, but the worker died before it could say so
        return run_row.themes
    with database.reading() as session:
        before = previous(session, run_row.district_id)
        decided = decisions(session, run_row.district_id)
    found = analyse(
        entries,
        encoders=encoders,
        settings=RunSettings(seed=run_row.seed, adapted=adapted),
        previous=before,
        decisions=replayable(decided),
        today=datetime.now(TIME_ZONE).date(),
        fields=field_phrases(),
        cache=StoredVectors(database, run_row.district_id),
        report=_Progress(database, run_row, first=Stage.CLUSTER),
    )
    learned = fitting(encoders) if adapted else None
    with database.writing(run_row.district_id) as session:
        row = _open_run(session, run_id)
        if row.state == RunState.DONE:  # a worker that was taken for dead was faster
            return row.themes
        if [entry.id for entry in _entries(session, row)] != [entry.id for entry in entries]:
            raise NotesChangedError
        taken = previous(session, run_row.district_id).known.taken - before.known.taken
        if not taken.isdisjoint(theme.id for theme in found.run.themes):
            raise DecidedMeanwhileError
        row.adaptation = {"id": learned.name, "sha256": learned.sha256} if learned else None
        store(session, row, entries, found, decided)
        session.commit()
    _log.info("run done", run=str(run_id), themes=len(found.run.themes))
    return len(found.run.themes)


def fail(database: Database, run_id: UUID, code: str) -> None:
    """Close a run that cannot be finished; ``code`` says why. One that is closed stays so."""
    with database.writing() as session:
        row = session.get_one(RunRow, run_id, with_for_update=True)
        if row.state not in UNFINISHED:
            return
        row.state = RunState.FAILED
        row.error_code = code
        row.finished_at = datetime.now(UTC)
        session.commit()
    _log.error("run failed", run=str(run_id), code=code)


class _VectorsOfRun:
    """The stored vectors; where some are kept, the run has got on.

    Attributes:
        kept: Number of vectors that were not known before.
    """

    def __init__(self, database: Database, run_row: RunRow) -> None:
        self._database = database
        self._run = run_row
        self._stored = StoredVectors(database, run_row.district_id)
        self.kept = 0

    def get(self, model_id: str, hashes: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
        return self._stored.get(model_id, hashes)

    def put(self, model_id: str, vectors: Mapping[str, npt.NDArray[np.float32]]) -> None:
        self._stored.put(model_id, vectors)
        self.kept += len(vectors)
        with self._database.writing(self._run.district_id) as session:
            _open_run(session, self._run.id).attempts = 0
            session.commit()


class _Progress:
    """Writes the progress of a run into its row, at most twice a second in a stage.

    It raises RunCancelledError in a run that a person has cancelled.

    What is told about a stage before ``first`` is not written: progress never goes back.
    """

    def __init__(self, database: Database, run_row: RunRow, *, first: Stage = Stage.EMBED) -> None:
        self._database = database
        self._run = run_row
        self._to_come = list(Stage)[list(Stage).index(first) :]
        self._stage = ""
        self._next = 0.0

    def part(self, stage: Stage, number: int, of: int) -> Callable[[float], None]:
        """Return what takes the progress in one of several equal parts of a stage."""
        return lambda share: self(stage, (number + share) / of)

    def __call__(self, stage: str, share: float) -> None:
        now = time.monotonic()
        if stage not in self._to_come or (stage == self._stage and now < self._next):
            return
        self._stage, self._next = stage, now + _PAUSE
        with self._database.writing(self._run.district_id) as session:
            row = _open_run(session, self._run.id)
            row.stage = Stage(stage)
            row.share = min(max(share, 0.0), 1.0)
            session.commit()


def _begin(database: Database, run_id: UUID, stage: Stage) -> tuple[RunRow, list[Entry]]:
    with database.writing() as session:
        row = _open_run(session, run_id)
        if row.state == RunState.DONE:
            return row, []
        if row.attempts >= _ATTEMPTS:
            raise RunAbandonedError
        row.attempts += 1
        row.state = RunState.RUNNING
        row.stage, row.share = stage, 0.0
        row.started_at = row.started_at or datetime.now(UTC)
        session.commit()
    with database.reading() as session:
        entries = _entries(session, row)
    if len(entries) != row.statements:
        raise NotesChangedError
    return row, entries


def _open_run(session: Session, run_id: UUID) -> RunRow:
    """Return the row of a run, locked until the transaction ends, unless it is cancelled."""
    row = session.get_one(RunRow, run_id, with_for_update=True)
    if row.state == RunState.CANCELLED:
        raise RunCancelledError
    return row


def _entries(session: Session, run_row: RunRow) -> list[Entry]:
    """Return the statements of a run: those that were there when it was asked for."""
    query = (
        select(StatementRow, NoteRow, MunicipalityRow)
        .join(NoteRow, col(NoteRow.id) == StatementRow.note_id)
        .join(RunNoteRow, col(RunNoteRow.note_id) == NoteRow.id)
        .join(MunicipalityRow, col(MunicipalityRow.ags) == NoteRow.municipality_ags)
        .where(
            RunNoteRow.run_id == run_row.id,
            StatementRow.kind == StatementKind.PROBLEM,
        )
        .order_by(col(NoteRow.held_on), col(NoteRow.id), col(StatementRow.position))
    )
    return [
        Entry(
            id=str(statement.id),
            text=statement.text,
            municipality=place.name,  # so that no label is named after a place
            held_on=note.held_on,
        )
        for statement, note, place in session.exec(query)
    ]
