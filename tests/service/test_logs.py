from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from service import logs

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKER = "Markerwort"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    logs.configure(stream=stream)
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail_with_text() -> None:
    msg = f"cannot use {MARKER}"
    raise ValueError(msg)


def test_a_line_is_json_with_its_ids(stream: io.StringIO) -> None:
    structlog.get_logger("themenradar.test").info("note added", note="1", statements=3)
    (line,) = lines(stream)
    assert line["event"] == "note added"
    assert (line["note"], line["statements"], line["level"]) == ("1", 3, "info")
    assert line["logger"] == "themenradar.test"


def test_an_exception_is_written_without_its_message(stream: io.StringIO) -> None:
    try:
        fail_with_text()
    except ValueError:
        structlog.get_logger("themenradar.test").exception("step crashed")
    (line,) = lines(stream)
    assert line["error"] == "ValueError"
    assert line["trace"][-1].endswith("fail_with_text")
    assert MARKER not in stream.getvalue()


@pytest.mark.parametrize("name", ["uvicorn.error", "dbos", "sqlalchemy.pool", "anything"])
def test_libraries_are_held_to_it_too(stream: io.StringIO, name: str) -> None:
    try:
        fail_with_text()
    except ValueError:
        logging.getLogger(name).exception("failed")
    (line,) = lines(stream)
    assert (line["event"], line["error"]) == ("failed", "ValueError")
    assert MARKER not in stream.getvalue()
