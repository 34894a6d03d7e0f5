"""The one job: a run, as a durable workflow of idempotent steps.

A step answers with the code of the error that ended the run, or an empty string. No other
value and no exception of ours reaches the tables of DBOS, since these could hold text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from dbos import DBOS

from service.errors import DecidedMeanwhileError, RunCrashedError, RunError
from service.jobs.queue import READABLE, WORKFLOW
from service.usecases import execution

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nlp.themes.embedding import Encoder
    from service.store.sessions import Database

_log = structlog.get_logger("themenradar.jobs")


def register(database: Database, encoders: Sequence[Encoder], *, adapted: bool) -> None:
    """Teach DBOS the workflow; called once in a process, before the launch."""

    @DBOS.step(name="embed")
    def embed(run_id: str) -> str:
        return _code(lambda: execution.embed(database, UUID(run_id), encoders=encoders))

    @DBOS.step(name="bundle")
    def bundle(run_id: str) -> str:
        def work() -> int:
            return execution.bundle(database, UUID(run_id), encoders=encoders, adapted=adapted)

        code = _code(work)
        return _code(work) if code == DecidedMeanwhileError.code else code

    @DBOS.step(name="fail", retries_allowed=True, max_attempts=10)
    def fail(run_id: str, code: str) -> None:
        execution.fail(database, UUID(run_id), code)

    @DBOS.workflow(name=WORKFLOW, serialization_type=READABLE)
    def run_themes(run_id: str) -> str:
        code = embed(run_id) or bundle(run_id)
        if code:
            fail(run_id, code)
        return code


def _code(step: Callable[[], object]) -> str:
    """Do a step; return the code of the error that ended it, or an empty string."""
    try:
        step()
    except RunError as error:
        return error.code
    except Exception:  # noqa: BLE001 # whatever it is, the run must not hang
        _log.exception("step crashed")
        return RunCrashedError.code
    return ""
