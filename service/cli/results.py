"""The files that ``analyse`` writes, each whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import platform
import tempfile
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np
import torch

from nlp.themes import adaptation
from service.catalogue import commands as texts
from service.cli import previous

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy.typing as npt

    from nlp.corpus import Corpus
    from nlp.pipeline import RunSettings
    from nlp.themes.embedding import Encoder
    from nlp.themes.lineage import Lineage
    from nlp.themes.replay import Outcome
    from nlp.types import Theme, ThemeRun
    from service.cli.analysis import Analysis

_PACKAGES = (
    "themenradar",
    "hdbscan",
    "numpy",
    "scikit-learn",
    "scipy",
    "sentence-transformers",
    "simplemma",
    "spacy",
    "torch",
    "umap-learn",
)


def write(folder: Path, found: Analysis, *, data: bytes, with_decisions: bool) -> None:
    """Write the files of the contract into ``folder``.

    Args:
        folder: Made if it is not there.
        found: What to write.
        data: The table as it was read.
        with_decisions: Whether people's decisions were given; else a ``decisions.json`` of an
            earlier run in this folder is taken away.

    Raises:
        click.ClickException: The folder cannot be written to.
    """
    run = found.replayed.run
    files = {
        previous.ASSIGNMENTS: _assignments(found.table, run).encode(),
        previous.THEMES: _json([_theme(theme, found.replayed.dismissed) for theme in run.themes]),
        previous.LINEAGE: _json(_lineage(found.lineage)),
        previous.CENTROIDS: _npy(list(found.centroids.values()), found.encoders),
        previous.RUN: _json(_bundle(data, run, found.encoders, found.settings)),
    }
    if with_decisions:
        files[previous.DECISIONS] = _json(_decisions(found))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            for name, content in files.items():
                (Path(scratch) / name).write_bytes(content)
            for name in files:
                (Path(scratch) / name).replace(folder / name)
            if not with_decisions:
                (folder / previous.DECISIONS).unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(texts.NOT_WRITABLE) from error


def _assignments(table: Corpus, run: ThemeRun) -> str:
    """Return one row a statement, in the order of the table, other columns carried through."""
    out = io.StringIO()
    writer = csv.writer(out)
    own = ["id", "theme_id", "strength"]
    writer.writerow([*own, *(_renamed(name, own) for name in table.carried_columns)])
    for entry, carried in zip(table.entries, table.carried, strict=True):
        theme = run.theme_of.get(entry.id, "")
        strength = f"{run.strength_of[entry.id]:.4f}" if theme else ""
        writer.writerow([entry.id, theme, strength, *carried])
    return out.getvalue()


def _renamed(column: str, own: Sequence[str]) -> str:
    """Keep a carried column from passing for one of ours."""
    return f"{column}_input" if column in own else column


def _theme(theme: Theme, dismissed: Collection[str]) -> dict[str, Any]:
    return {
        "theme_id": theme.id,
        "label": theme.label,
        "size": len(theme.entry_ids),
        "strength": round(theme.strength, 4),
        "keywords": [
            {"word": k.word, "weight": round(k.weight, 6), "statement_ids": list(k.entry_ids)}
            for k in theme.keywords
        ],
        "statement_ids": list(theme.entry_ids),
        "representatives": list(theme.representatives),
        "municipalities": dict(theme.municipalities),
        "dismissed": theme.id in dismissed,
    }


def _lineage(traced: Lineage) -> dict[str, Any]:
    return {
        "shared_statements": traced.shared,
        "links": [asdict(link) for link in traced.links],
        "ids_ever_used": list(traced.taken),
    }


def _decisions(found: Analysis) -> dict[str, Any]:
    """Return what became of people's decisions, and what they stand on, for the next run."""
    return {
        "decisions": [_decision(outcome) for outcome in found.replayed.outcomes],
        "dismissed_statements": sorted(found.plan.dismissed),
        "dismissed_themes": sorted(found.replayed.dismissed),
    }


def _decision(outcome: Outcome) -> dict[str, Any]:
    decision = outcome.decision
    return {
        "row": decision.row,
        "key": decision.key,
        "kind": decision.kind,
        "followed": outcome.followed,
        "notes": [{"code": note.code, **note.figures} for note in outcome.notes],
        "anchors": {
            "parts": [list(part) for part in outcome.anchors.parts],
            "left": {one: list(old) for one, old in outcome.anchors.left.items()},
        },
    }


def _npy(vectors: Sequence[npt.NDArray[np.float32]], encoders: Sequence[Encoder]) -> bytes:
    """Return vectors as a file of NumPy, one a row, the models side by side."""
    rows = np.zeros((len(vectors), sum(encoder.dimension for encoder in encoders)), np.float32)
    for row, vector in enumerate(vectors):
        rows[row] = vector
    out = io.BytesIO()
    np.save(out, rows, allow_pickle=False)
    return out.getvalue()


def _bundle(
    data: bytes, run: ThemeRun, encoders: Sequence[Encoder], settings: RunSettings
) -> dict[str, Any]:
    """Return what another person needs to get the same result."""
    return {
        "input_sha256": hashlib.sha256(data).hexdigest(),
        "configuration": asdict(settings),
        "models": [
            {"id": e.model_id, "weights_sha256": e.weights_hash, "dimension": e.dimension}
            for e in encoders
        ],
        "adaptation": _adaptation(encoders, settings),
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in _PACKAGES},
        },
        "threads": torch.get_num_threads(),
        "figures": dict(run.figures),
        "seconds": {stage: round(value, 3) for stage, value in run.seconds.items()},
    }


def _adaptation(encoders: Sequence[Encoder], settings: RunSettings) -> dict[str, str] | None:
    learned = adaptation.fitting(encoders) if settings.adapted else None
    return {"id": learned.name, "sha256": learned.sha256} if learned else None


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
