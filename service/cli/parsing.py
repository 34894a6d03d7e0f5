"""What reading back our own JSON needs, so that a broken file is told from one of ours."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

BROKEN: Final = (  # what parsing raises where a file is not as it was written
    EOFError, ValueError, LookupError, TypeError, AttributeError, csv.Error, RecursionError,
)  # fmt: skip


def load(path: Path) -> Any:  # noqa: ANN401 - any JSON
    """Read a file of JSON."""
    return json.loads(path.read_text(encoding="utf-8-sig"))


def text(given: Any) -> str:  # noqa: ANN401 - any JSON
    """Return a text.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(given, str):
        raise TypeError
    return given


def texts(given: Any) -> tuple[str, ...]:  # noqa: ANN401 - any JSON
    """Return a list of texts.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(given, list):
        raise TypeError
    return tuple(map(text, given))


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table that we wrote."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))
