"""Logs: one JSON object a line, ids and numbers only, never text of a note.

The message of an exception can quote what it stumbled over, so an exception is written as
its type and its way through the code. That holds for every library that logs, too.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING, TextIO

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from types import TracebackType

    from structlog.typing import EventDict, Processor, WrappedLogger

_OWN_HANDLERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "dbos", "alembic")
_QUIET = ("httpcore2", "httpx2")  # they tell addresses and headers


class _Handler(logging.StreamHandler[TextIO]):
    """The handler that writes what :func:`configure` says; known by its type."""


def ensure(level: str = "INFO") -> None:
    """Configure the logs unless :func:`configure` did: whatever else is set up may tell text."""
    safe = any(isinstance(handler, _Handler) for handler in logging.getLogger().handlers)
    if not (safe and structlog.is_configured()):
        configure(level)


def configure(level: str = "INFO", *, stream: TextIO | None = None) -> None:
    """Send every log line of the process to ``stream`` (standard error) as JSON."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _exception_without_message,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in _OWN_HANDLERS:
        logger = logging.getLogger(name)
        logger.handlers = [handler] if name == "dbos" else []
        logger.propagate = name != "dbos"  # DBOS adds a handler of its own where it sees none


def _exception_without_message(
    _logger: WrappedLogger, _method: str, event: EventDict
) -> MutableMapping[str, object]:
    """Replace ``exc_info`` by the exception's type and the places it came through."""
    found = event.pop("exc_info", None)
    event.pop("exception", None)
    event.pop("stack_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = type(error).__qualname__
        event["trace"] = _places(error.__traceback__)
    return event


def _places(trace: TracebackType | None) -> list[str]:
    return [
        f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(trace)
    ]
