"""Why a run cannot be started or finished."""

from __future__ import annotations

from http import HTTPStatus

from service.errors.root import ServiceError


class RunError(ServiceError):
    """A run cannot be started or finished."""

    code = "run"
    status = HTTPStatus.CONFLICT


class NothingToRunError(RunError):
    """There is no problem statement yet."""

    code = "run_without_statements"


class RunInProgressError(RunError):
    """Another run of the Kreis is not finished."""

    code = "run_in_progress"


class RunNotDoneError(RunError):
    """The themes of the run are not there yet, or will never be."""

    code = "run_not_done"


class RunFinishedError(RunError):
    """The run has ended already, so that it cannot be cancelled."""

    code = "run_finished"


class RunNotFailedError(RunError):
    """The run waits, works or is done, so that there is nothing to try again."""

    code = "run_not_failed"


class RunCancelledError(RunError):
    """A person ended the run before it was done."""

    code = "run_cancelled"


class NotesChangedError(RunError):
    """A note was deleted while the run was working on it."""

    code = "run_notes_changed"


class DecidedMeanwhileError(RunError):
    """People opened a theme while the run was working, and both gave it the same new id."""

    code = "run_decided_meanwhile"


class RunAbandonedError(RunError):
    """The worker died too often in the same step."""

    code = "run_abandoned"


class RunCrashedError(RunError):
    """An unexpected error ended the run."""

    code = "run_crashed"
