"""What the folder of an earlier run knows, read back from the files of the contract."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.errors import PreviousRunError
from nlp.themes.anchors import Anchors, Known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import TypeVar

    import numpy.typing as npt

    Value = TypeVar("Value")

ASSIGNMENTS, THEMES, RUN = "assignments.csv", "themes.json", "run.json"
LINEAGE, DECISIONS, CENTROIDS = "lineage.json", "decisions.json", "centroids.npy"
_BROKEN = (  # what parsing raises where a file is not as it was written
    EOFError, ValueError, LookupError, TypeError, AttributeError, csv.Error, RecursionError,
)  # fmt: skip


@dataclass(frozen=True)
class Previous:
    """An earlier run; the empty one if there is none.

    Attributes:
        known: Its themes and statements.
        models: Digests of the weights that its vectors came from.
        centroids: Mean vector by theme, empty where they were not kept.
    """

    known: Known = field(default_factory=Known)
    models: tuple[str, ...] = ()
    centroids: Mapping[str, npt.NDArray[np.float32]] = field(default_factory=dict)


def read_previous(folder: Path) -> Previous:
    """Read the folder that ``analyse`` wrote.

    Raises:
        PreviousRunError: A file is missing, or not as ``analyse`` writes it.
    """
    themes = _read(folder / THEMES, _themes)
    known = Known(
        theme_of=_read(folder / ASSIGNMENTS, _theme_of),
        statements={theme: statements for theme, (statements, _) in themes.items()},
        representatives={theme: chosen for theme, (_, chosen) in themes.items()},
        taken=_optional(folder / LINEAGE, _taken, frozenset(themes)) | themes.keys(),
        anchors=_optional(folder / DECISIONS, _anchors, {}),
    )
    models = _read(folder / RUN, _models)
    if not set(known.theme_of.values()) - {None} <= themes.keys():
        raise PreviousRunError(file=ASSIGNMENTS)
    vectors = _optional(folder / CENTROIDS, _vectors, np.empty((0, 0), np.float32))
    if len(vectors) not in {0, len(themes)}:
        raise PreviousRunError(file=CENTROIDS)
    return Previous(known, models, dict(zip(themes, vectors, strict=False)))


def _read(path: Path, parse: Callable[[Path], Value]) -> Value:
    """Parse a file.

    Raises:
        PreviousRunError: It is missing or broken.
    """
    try:
        return parse(path)
    except (*_BROKEN, OSError) as error:
        raise PreviousRunError(file=path.name) from error


def _optional(path: Path, parse: Callable[[Path], Value], missing: Value) -> Value:
    return _read(path, parse) if path.exists() else missing


def _json(path: Path) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(path.read_text(encoding="utf-8-sig"))


def _theme_of(path: Path) -> Mapping[str, str | None]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row["theme_id"] or None for row in csv.DictReader(file, strict=True)}


def _themes(path: Path) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the statements and the representatives of each theme."""
    return {
        _text(theme["theme_id"]): (
            _texts(theme["statement_ids"]),
            _texts(theme["representatives"]),
        )
        for theme in _json(path)
    }


def _models(path: Path) -> tuple[str, ...]:
    return _texts([model["weights_sha256"] for model in _json(path)["models"]])


def _taken(path: Path) -> frozenset[str]:
    return frozenset(_texts(_json(path)["ids_ever_used"]))


def _anchors(path: Path) -> Mapping[str, Anchors]:
    return {
        _text(found["key"]): Anchors(
            tuple(_texts(part) for part in found["anchors"]["parts"]),
            {_text(one): _texts(old) for one, old in found["anchors"]["left"].items()},
        )
        for found in _json(path)["decisions"]
    }


def _vectors(path: Path) -> npt.NDArray[np.float32]:
    """Read mean vectors.

    Raises:
        ValueError: They are none.
    """
    vectors = np.load(path, allow_pickle=False)
    if vectors.ndim != 2 or vectors.dtype != np.float32 or not np.isfinite(vectors).all():  # noqa: PLR2004
        raise ValueError
    found: npt.NDArray[np.float32] = vectors
    return found


def _texts(given: Sequence[Any]) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise TypeError
    return tuple(map(_text, given))


def _text(given: Any) -> str:  # noqa: ANN401 - any JSON
    if not isinstance(given, str):
        raise TypeError
    return given
