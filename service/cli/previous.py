"""What the folder of an earlier run knows, read back from the files of the contract."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np

from nlp.analysis import Previous
from nlp.errors import PreviousRunError
from nlp.themes.anchors import Anchors, Known
from service.cli import parsing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import TypeVar

    import numpy.typing as npt

    Value = TypeVar("Value")

ASSIGNMENTS, THEMES, RUN = "assignments.csv", "themes.json", "run.json"
LINEAGE, DECISIONS, CENTROIDS = "lineage.json", "decisions.json", "centroids.npy"


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


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of each file that :func:`read_previous` reads, by name.

    Of ``run.json`` only the models count, which is all that is read of it: its timings differ
    although everything else is the same.

    Raises:
        PreviousRunError: A file is missing, or ``run.json`` is broken.
    """
    needed = {name: _read(folder / name, _digest) for name in (ASSIGNMENTS, THEMES)}
    others = {
        name: _optional(folder / name, _digest, "") for name in (LINEAGE, DECISIONS, CENTROIDS)
    }
    models = json.dumps(_read(folder / RUN, _models)).encode()
    found = needed | others | {RUN: hashlib.sha256(models).hexdigest()}
    return {name: digest for name, digest in sorted(found.items()) if digest}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read(path: Path, parse: Callable[[Path], Value]) -> Value:
    """Parse a file.

    Raises:
        PreviousRunError: It is missing or broken.
    """
    try:
        return parse(path)
    except (*parsing.BROKEN, OSError) as error:
        raise PreviousRunError(file=path.name) from error


def _optional(path: Path, parse: Callable[[Path], Value], missing: Value) -> Value:
    return _read(path, parse) if path.exists() else missing


def _theme_of(path: Path) -> Mapping[str, str | None]:
    return {row["id"]: row["theme_id"] or None for row in parsing.rows(path)}


def _themes(path: Path) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the statements and the representatives of each theme."""
    return {
        parsing.text(theme["theme_id"]): (
            parsing.texts(theme["statement_ids"]),
            parsing.texts(theme["representatives"]),
        )
        for theme in parsing.load(path)
    }


def _models(path: Path) -> tuple[str, ...]:
    return parsing.texts([model["weights_sha256"] for model in parsing.load(path)["models"]])


def _taken(path: Path) -> frozenset[str]:
    return frozenset(parsing.texts(parsing.load(path)["ids_ever_used"]))


def _anchors(path: Path) -> Mapping[str, Anchors]:
    return {
        parsing.text(found["key"]): Anchors(
            tuple(parsing.texts(part) for part in found["anchors"]["parts"]),
            {
                parsing.text(one): parsing.texts(old)
                for one, old in found["anchors"]["left"].items()
            },
        )
        for found in parsing.load(path)["decisions"]
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
