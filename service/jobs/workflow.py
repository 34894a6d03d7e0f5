"""The jobs: each a durable workflow of idempotent steps, on a queue (``JOBS``).

A step answers with the code of the error that ended the run, or an empty string. No other
value and no exception of ours reaches the tables of DBOS, since these could hold text.
What is a job and what is not: ``docs/decisions/0024-what-is-a-job.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

import structlog
from dbos import DBOS

from service.errors import (
    DatabaseError,
    DecidedMeanwhileError,
    RunCrashedError,
    RunError,
    StorageError,
)
from service.jobs import deletions
from service.jobs.patience import patient_step
from service.jobs.queue import DELETIONS, QUEUE, READABLE, WORKFLOW
from service.usecases import execution
from service.usecases.traces_left import Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nlp.themes.embedding import Encoder
    from service.store.sessions import Database

_log = structlog.get_logger("themenradar.jobs")


@dataclass(frozen=True, slots=True)
class Parts:
    """What jobs work with, made once by the worker.

    Attributes:
        database: The database.
        encoders: The models.
        adapted: Whether the map that was trained for them is used.
        reach: What lies beside the database, where deletions look.
    """

    database: Database
    encoders: Sequence[Encoder]
    adapted: bool
    reach: Reach = Reach()  # noqa: RUF009 # frozen


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of job.

    Attributes:
        queue: Where it waits; a worker does one job of a queue at a time.
        register: Teaches DBOS its workflow; called once in a process, before the launch.
    """

    queue: str
    register: Callable[[Parts], None]


def _register_run(parts: Parts) -> None:
    database, encoders = parts.database, parts.encoders

    @patient_step("embed")
    def embed(run_id: str) -> str:
        return _code(lambda: execution.embed(database, UUID(run_id), encoders=encoders))

    @patient_step("bundle")
    def bundle(run_id: str) -> str:
        def work() -> int:
            return execution.bundle(
                database, UUID(run_id), encoders=encoders, adapted=parts.adapted
            )

        code = _code(work)
        return _code(work) if code == DecidedMeanwhileError.code else code

    @patient_step("fail")
    def fail(run_id: str, code: str) -> None:
        execution.fail(database, UUID(run_id), code)

    @DBOS.workflow(name=WORKFLOW, serialization_type=READABLE)
    def run_themes(run_id: str) -> str:
        code = embed(run_id) or bundle(run_id)
        if code:
            fail(run_id, code)
        return code


def _code(step: Callable[[], object]) -> str:
    """Do a step; return the code of the error that ended it, or an empty string.

    Raises:
        DatabaseError: The database is gone; the step is to be repeated.
    """
    try:
        step()
    except DatabaseError:
        raise
    except (RunError, StorageError) as error:
        return error.code
    except Exception:  # noqa: BLE001 # whatever it is, the run must not hang
        _log.exception("step crashed")
        return RunCrashedError.code
    return ""


def _register_deletion(parts: Parts) -> None:
    deletions.register(parts.database, parts.reach)


JOBS: Final[tuple[Job, ...]] = (Job(QUEUE, _register_run), Job(DELETIONS, _register_deletion))
"""All kinds of jobs that a worker does."""
