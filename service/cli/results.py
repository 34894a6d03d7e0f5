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
import torch

from service.catalogue import commands as texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.corpus import Corpus
    from nlp.pipeline import RunSettings
    from nlp.themes.embedding import Encoder
    from nlp.types import Theme, ThemeRun

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


def write(
    folder: Path,
    *,
    data: bytes,
    table: Corpus,
    run: ThemeRun,
    encoders: Sequence[Encoder],
    settings: RunSettings,
) -> None:
    """Write ``assignments.csv``, ``themes.json`` and ``run.json`` into ``folder``.

    Raises:
        click.ClickException: The folder cannot be written to.
    """
    files = {
        "assignments.csv": _assignments(table, run),
        "themes.json": _json([_theme(theme) for theme in run.themes]),
        "run.json": _json(_bundle(data, run, encoders, settings)),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            for name, content in files.items():
                (Path(scratch) / name).write_text(content, encoding="utf-8", newline="")
            for name in files:
                (Path(scratch) / name).replace(folder / name)
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


def _theme(theme: Theme) -> dict[str, Any]:
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
    }


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
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in _PACKAGES},
        },
        "threads": torch.get_num_threads(),
        "figures": dict(run.figures),
        "seconds": {stage: round(value, 3) for stage, value in run.seconds.items()},
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
