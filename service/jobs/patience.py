"""Steps that wait while the database cannot work: its server restarts, its disk is full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from dbos import DBOS
from sqlalchemy.exc import DBAPIError

from service.errors import DatabaseError, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

_SECONDS: Final = 5.0
_TIMES: Final = 10_000  # half a day


def patient_step(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return the decorator of a step that is repeated for as long as the database fails it."""
    return DBOS.step(
        name=name,
        retries_allowed=True,
        interval_seconds=_SECONDS,
        backoff_rate=1.0,
        max_attempts=_TIMES,
        should_retry=_may_pass,
    )


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, DBAPIError | DatabaseError | StorageError)
