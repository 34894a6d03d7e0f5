"""Trains the map that adapts the default encoders to the domain.

    scripts/train_encoder

Two questions of the Bundestag that share a rare keyword are about one matter. A linear map
of the fused vectors is trained to tell such pairs from the others of a batch (InfoNCE, van
den Oord et al. 2018), held near the identity by a penalty. Of what was learned only a part
is taken, so that the neighbourhoods of other genres stay. Same data, same map.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import torch
from platformdirs import user_cache_path
from torch.nn.functional import cross_entropy, normalize

from nlp import pipeline
from nlp.text import normalise
from nlp.themes import embedding
from nlp.themes.adaptation import Adaptation, identities, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]

ROOT: Final = Path(__file__).parents[2]
QUESTIONS: Final = ROOT.parent / "shared/data/themes/dip_keywords.jsonl.gz"
MAP: Final = ROOT / "nlp/themes/data/map.safetensors"

_SEED: Final = 0
_QUESTIONS: Final = 25_000
_RARE: Final = range(2, 26)
"""How many questions share a keyword that tells what they are about."""
_STEPS: Final = 400
_BATCH: Final = 512
_RATE: Final = 5e-4
_TEMPERATURE: Final = 0.1
_PENALTY: Final = 1e-3
_TAKEN: Final = 0.25
"""Share of what was learned in the map; chosen so that no corpus' nearest neighbours worsen."""


class Question(NamedTuple):
    """A question of the Bundestag with the parliament's keywords."""

    text: str
    keywords: frozenset[str]


def load_questions(path: Path = QUESTIONS, *, count: int = _QUESTIONS) -> list[Question]:
    """Return a random sample of the questions, always the same."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    Random(_SEED).shuffle(rows)  # noqa: S311 - reproducible, no secret
    return [Question(normalise(row["text"]), frozenset(row["keywords"])) for row in rows[:count]]


def train(vectors: Matrix, keywords: Sequence[frozenset[str]], *, steps: int = _STEPS) -> Matrix:
    """Return the map, shape ``(d, d)``.

    Args:
        vectors: Fused vectors of the questions, shape ``(n, d)``.
        keywords: The keywords of each.
        steps: Batches to learn from.
    """
    random = np.random.default_rng(_SEED)
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, words in enumerate(keywords):
        for word in sorted(words):
            rows_of[word].append(row)
    matters = [rows for rows in rows_of.values() if len(rows) in _RARE]
    points = torch.from_numpy(vectors)
    identity = torch.eye(points.shape[1])
    learned = torch.nn.Parameter(identity.clone())
    optimiser = torch.optim.AdamW([learned], lr=_RATE, weight_decay=0)
    for _ in range(steps):
        chosen = random.choice(len(matters), min(_BATCH, len(matters)), replace=False)
        pairs = np.array([random.choice(matters[one], 2, replace=False) for one in chosen])
        first, second = (normalize(points[rows] @ learned.T, dim=1) for rows in pairs.T)
        logits = (first @ second.T / _TEMPERATURE).masked_fill(_related(pairs, keywords), -1e4)
        target = torch.arange(len(pairs))
        loss = (cross_entropy(logits, target) + cross_entropy(logits.T, target)) / 2
        loss = loss + _PENALTY * ((learned - identity) ** 2).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    mixed: Matrix = ((1 - _TAKEN) * identity + _TAKEN * learned.detach()).numpy()
    return mixed


def _related(pairs: npt.NDArray[np.int64], keywords: Sequence[frozenset[str]]) -> torch.Tensor:
    """Mark what is no counterexample: questions of different pairs that share a keyword."""
    firsts, seconds = ([keywords[row] for row in rows] for rows in pairs.T)
    shared = [[not one.isdisjoint(other) for other in seconds] for one in firsts]
    related = torch.tensor(shared)
    related.fill_diagonal_(fill_value=False)
    return related


class _Files:
    """Keeps vectors between runs of the script, one file a model."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, model_id: str, hashes: Sequence[str]) -> dict[str, Matrix]:
        known = self._read(model_id)
        return {one: known[one] for one in hashes if one in known}

    def put(self, model_id: str, vectors: Mapping[str, Matrix]) -> None:
        known = self._read(model_id) | vectors
        np.savez(
            self._path(model_id), hashes=np.array(list(known)), vectors=np.stack([*known.values()])
        )

    def _path(self, model_id: str) -> Path:
        return self._folder / f"{''.join(c for c in model_id if c.isalnum())}.npz"

    def _read(self, model_id: str) -> dict[str, Matrix]:
        path = self._path(model_id)
        if not path.exists():
            return {}
        with np.load(path) as file:
            return dict(zip(file["hashes"].tolist(), file["vectors"], strict=True))


if __name__ == "__main__":
    questions = load_questions()
    encoders = embedding.load()
    cache = _Files(user_cache_path("themenradar") / "training")
    print(f"{len(questions)} questions are encoded; two cores take about a quarter of an hour")
    texts = [one.text for one in questions]
    views = pipeline.encode(texts, encoders=encoders, cache=cache)
    vectors = pipeline.fit(texts, views, None).place(views)
    learned = train(vectors, [one.keywords for one in questions])
    MAP.parent.mkdir(exist_ok=True)
    write(Adaptation("dip-keywords-1", identities(encoders), learned), MAP)
    print(f"{MAP.relative_to(ROOT)}: {MAP.stat().st_size / 1e6:.1f} MB")
