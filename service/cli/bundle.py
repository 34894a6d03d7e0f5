"""``run.json``: what another person needs to get the same result, and to see that it is."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch

from nlp.themes import adaptation, embedding
from service.cli import previous

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from nlp.pipeline import RunSettings
    from nlp.themes.embedding import Encoder
    from nlp.types import ThemeRun
    from service.cli.comparison import Result

_OURS: Final = (embedding.DEFAULT, embedding.E5, embedding.USE)
_PACKAGES: Final = (
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the result depends on beside files: all that was chosen, and the day.

    Attributes:
        model: Name of the models; ``None`` for a folder, which says nothing elsewhere.
        settings: Of the run.
        day: Gives new themes their year where no statement has a date.
    """

    model: str | None
    settings: RunSettings
    day: date


def public(model: str) -> str | None:
    """Return a model's name if it means the same on another machine, and is no folder."""
    return model if model in _OURS or not Path(model).exists() else None


def files(table: bytes, earlier: Path | None, decisions: bytes | None) -> dict[str, Any]:
    """Return the digests of the files that a run reads.

    Args:
        table: The statements.
        earlier: The folder of the run before.
        decisions: What people decided.

    Raises:
        PreviousRunError: The run before cannot be read.
    """
    return {
        "input_sha256": _sha256(table),
        "previous_sha256": previous.digests(earlier) if earlier else None,
        "decisions_sha256": None if decisions is None else _sha256(decisions),
    }


def weights(encoders: Sequence[Encoder], settings: RunSettings) -> dict[str, Any]:
    """Return what identifies the models and the map that adapts their vectors."""
    learned = adaptation.fitting(encoders) if settings.adapted else None
    return {
        "models": [
            {"id": e.model_id, "weights_sha256": e.weights_hash, "dimension": e.dimension}
            for e in encoders
        ],
        "adaptation": {"id": learned.name, "sha256": learned.sha256} if learned else None,
    }


def surroundings() -> dict[str, Any]:
    """Return what may change the last bits of a result: versions, threads, the machine.

    To be asked before a run: UMAP's thread pool changes the number of threads.
    """
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in _PACKAGES},
        },
        "threads": torch.get_num_threads(),
        "platform": {
            "system": platform.system(),
            "machine": platform.machine(),
            "processor": torch.backends.cpu.get_cpu_capability(),
            "blas": f"{blas['name']} {blas['version']}",
        },
    }


def compose(
    choice: Choice, sources: Mapping[str, Any], run: ThemeRun, result: Result
) -> dict[str, Any]:
    """Return the content of ``run.json``.

    Args:
        choice: What was chosen.
        sources: Of :func:`files`, :func:`weights` and :func:`surroundings`.
        run: What was found.
        result: What of it must be the same again.
    """
    configuration = {"model": choice.model, "day": choice.day.isoformat()}
    return {
        "result_sha256": result.sha256,
        "configuration": configuration | asdict(choice.settings),
        **sources,
        "figures": dict(run.figures),
        "seconds": {stage: round(value, 3) for stage, value in run.seconds.items()},
    }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
