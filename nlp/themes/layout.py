"""Places of statements on a map: near means similar."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from nlp.themes.draws import draw
from nlp.themes.landmarks import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Places = npt.NDArray[np.float64]

_NEIGHBOURS = 12
_FITTED = 4000  # places that UMAP finds itself
_GUIDES = 5  # of them guide each other statement to its place


def places(vectors: npt.NDArray[np.float32], texts: Sequence[str], *, seed: int) -> Places:
    """Lay statements out on a plane, with UMAP from a dozen on, else by principal components.

    Above 4,000 statements a sample is laid out, and each other one goes to the mean place of
    the five of the sample that are nearest to it.

    Args:
        vectors: Unit vectors, shape ``(n, d)``.
        texts: What is laid out; equal ones are drawn into the sample together.
        seed: Start of the random choices.

    Returns:
        Shape ``(n, 2)``, each coordinate scaled to ``[0, 1]``.
    """
    count = len(vectors)
    if count <= _NEIGHBOURS:
        return _scaled(_principal(vectors))
    if count <= _FITTED:
        return _scaled(_umap(vectors, seed))
    chosen = np.sort(np.argsort(draw(texts, seed), kind="stable")[:_FITTED])
    found = _umap(vectors[chosen], seed)
    guides = nearest(vectors, vectors[chosen], count=_GUIDES)
    placed: Places = found[guides].mean(axis=1)
    placed[chosen] = found
    return _scaled(placed)


def _umap(vectors: npt.NDArray[np.float32], seed: int) -> Places:
    from umap import UMAP  # noqa: PLC0415 - slow to import, needed in the worker only

    reducer = UMAP(
        n_neighbors=_NEIGHBOURS,
        min_dist=0.3,
        metric="cosine",
        random_state=seed,
        n_jobs=1,
    )
    with warnings.catch_warnings():
        # a corpus may fall into parts that no neighbour connects; UMAP places them apart
        warnings.filterwarnings("ignore", message="(?s).*(disconnected|not fully connected)")
        return np.asarray(reducer.fit_transform(vectors), dtype=np.float64)


def _principal(vectors: npt.NDArray[np.float32]) -> Places:
    placed = np.zeros((len(vectors), 2))
    if len(vectors) > 1:
        left, scale, _ = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)
        placed[:, : min(2, len(scale))] = (left * scale)[:, :2]
    return placed


def _scaled(placed: Places) -> Places:
    low, high = placed.min(axis=0, initial=np.inf), placed.max(axis=0, initial=-np.inf)
    extent = np.where(high > low, high - low, 1)
    scaled: Places = (placed - low) / extent
    return np.where(high > low, scaled, 0.5)
