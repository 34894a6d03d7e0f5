"""Consensus clustering: many unstable clusterings, one stable answer.

Many runs of UMAP + HDBSCAN say how often two statements fall into one cluster
(:mod:`nlp.themes.consensus`). That is blended with how near they are to each other, seen from
both sides (:mod:`nlp.themes.affinity`); average linkage over the blend is cut once into themes
and goes on inside them as parts (:mod:`nlp.themes.tree`). What the runs did then tells how far
each theme can be relied on (:mod:`nlp.themes.trust`). Of a large corpus a sample goes this way
and the rest follows it (:mod:`nlp.themes.landmarks`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlp.themes import affinity, tree, trust
from nlp.themes import constraints as forced
from nlp.themes.consensus import ConsensusSettings, Runs, make_runs
from nlp.themes.landmarks import NOBODY, choose_landmarks, follow
from nlp.types import Clustering

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    Constraints = forced.Constraints[int]
    Matrix = npt.NDArray[np.float32]
    Labels = npt.NDArray[np.int64]
    Strength = npt.NDArray[np.float64]

__all__ = ["UNBUNDLED", "ConsensusSettings", "cluster"]

UNBUNDLED = -1
_FREE: Constraints = forced.Constraints()


def cluster(
    vectors: Matrix,
    texts: Sequence[str],
    *,
    seed: int = 0,
    settings: ConsensusSettings | None = None,
    constraints: Constraints = _FREE,
    progress: Callable[[float], None] | None = None,
) -> Clustering:
    """Group statements into themes; the number of themes is found, not given.

    The result depends on the set of statements and the seed, not on their order: rows are
    put into the order of their texts first. Equal texts are one point and stay together.

    Args:
        vectors: Unit vectors, shape ``(n, d)``; equal texts have equal vectors.
        texts: The ``n`` normalised texts.
        seed: Start of all random choices.
        settings: By default as tested.
        constraints: What people decided, by row; it holds whatever the vectors say.
        progress: Told the share of the work done, in ``[0, 1]``.

    Returns:
        Clusters numbered by size, the largest first; singletons are not bundled. Trust is
        figured over different texts.

    Raises:
        ValueError: Rows must be together and apart; equal texts are together.
    """
    settings = settings or ConsensusSettings()
    different, first_row, row_of = np.unique(
        np.asarray(texts, dtype=object), return_index=True, return_inverse=True
    )
    points = vectors[first_row]
    constraints = constraints.mapped(dict(enumerate(row_of.tolist())))
    chosen = _chosen(different.tolist(), settings, constraints)
    found = _consensus(
        points[chosen],
        different[chosen].tolist(),
        seed,
        settings,
        constraints.mapped({point: place for place, point in enumerate(chosen.tolist())}),
        progress,
    )
    labels, strength, parts = _joined(points, chosen, found)
    number = _numbers(labels[row_of])
    themes = number[labels]
    return Clustering(
        labels=themes[row_of],
        strength=np.where(themes == UNBUNDLED, 0.0, strength)[row_of],
        parts=_numbered_parts(themes[row_of], parts[row_of]),
        trust=trust.judge(
            found.runs,
            found.together,
            found.affinity,
            themes[chosen],
            themes=int(number.max(initial=UNBUNDLED)) + 1,
        ),
    )


@dataclass(frozen=True)
class _Consensus:
    """What the runs over ``n`` points came to.

    Attributes:
        runs: The runs.
        together: Their co-association, shape ``(n, n)``.
        affinity: The blend of it with mutual proximity, shape ``(n, n)``.
        labels: Cluster of each point, from 0; a point that is alone has its own.
        strength: Of each point in its cluster.
        parts: Of each point inside its cluster.
    """

    runs: Runs
    together: Matrix
    affinity: Matrix
    labels: Labels
    strength: Strength
    parts: Labels


def _chosen(
    texts: Sequence[str], settings: ConsensusSettings, constraints: Constraints
) -> npt.NDArray[np.int64]:
    """Return the points that are clustered themselves."""
    if len(texts) <= settings.landmarks:
        return np.arange(len(texts))
    always = np.array(sorted(constraints.members), dtype=np.int64)
    return choose_landmarks(texts, settings.landmarks, always=always)


def _consensus(
    vectors: Matrix,
    texts: Sequence[str],
    seed: int,
    settings: ConsensusSettings,
    constraints: Constraints,
    progress: Callable[[float], None] | None,
) -> _Consensus:
    """Cluster different points; few of them are bundled only where they must be."""
    similarity = affinity.cosines(vectors)
    few = len(vectors) < settings.smallest
    runs = (
        Runs.none(len(vectors))
        if few
        else make_runs(vectors, similarity, texts, seed=seed, settings=settings, progress=progress)
    )
    together = runs.coassociation()
    blend = (1 - settings.proximity) * together
    blend += settings.proximity * affinity.mutual_proximity(similarity)
    distance: Matrix = np.clip(1 - blend, 0, 1)
    np.fill_diagonal(distance, 0)
    blocks = forced.close(constraints)
    labels = (
        _only_forced(blocks, len(vectors))
        if few
        else _themes(distance, settings.threshold, blocks)
    )
    return _Consensus(
        runs,
        together,
        blend,
        labels,
        trust.strength(together, labels),
        _parts(distance, labels),
    )


def _themes(distance: Matrix, threshold: float, blocks: forced.Blocks) -> Labels:
    """Cut the tree and let those settle about whom nobody decided."""
    free = np.arange(len(distance))
    if blocks.blocks:
        distance = forced.constrained(distance, blocks)
        free = np.setdiff1d(free, np.concatenate([block.members for block in blocks.blocks]))
    return tree.settle(distance, tree.cut(distance, threshold), threshold, free=free)


def _only_forced(blocks: forced.Blocks, count: int) -> Labels:
    """Bundle points for no other reason than that they must be."""
    labels = np.arange(count)
    for block in blocks.blocks:
        labels[block.members] = block.members[0]
    return labels


def _parts(distance: Matrix, labels: Labels) -> Labels:
    """Find the parts of each cluster, by what the runs say and not by what people decided."""
    found = np.zeros_like(labels)
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        found[rows] = tree.parts(distance[np.ix_(rows, rows)])
    return found


def _joined(
    points: Matrix, chosen: npt.NDArray[np.int64], found: _Consensus
) -> tuple[Labels, Strength, Labels]:
    """Let all other points follow the landmarks; who follows nobody gets a label of its own."""
    labels = np.arange(len(points)) + found.labels.max(initial=-1) + 1
    strength, parts = np.ones(len(points)), np.zeros_like(labels)
    labels[chosen], strength[chosen], parts[chosen] = found.labels, found.strength, found.parts
    if len(others := np.setdiff1d(np.arange(len(points)), chosen)):
        alone = np.bincount(found.labels)[found.labels] == 1
        leaders, followed = follow(
            points[others],
            points[chosen],
            np.where(alone, NOBODY, found.labels),
            found.strength,
        )
        led = leaders >= 0
        labels[others[led]] = found.labels[leaders[led]]
        strength[others[led]] = followed[led]
        parts[others[led]] = found.parts[leaders[led]]
    return labels, strength, parts


def _numbers(labels: Labels) -> Labels:
    """Return the number of each label by the size of its cluster; -1 for a single row's."""
    sizes = np.bincount(labels)
    number = np.full(len(sizes), UNBUNDLED, dtype=np.int64)
    order = np.argsort(-sizes, kind="stable")
    bundled = order[sizes[order] > 1]
    number[bundled] = np.arange(len(bundled))
    return number


def _numbered_parts(themes: Labels, parts: Labels) -> Labels:
    """Number the parts of each theme by size."""
    found = np.full_like(themes, UNBUNDLED)
    for theme in range(int(themes.max(initial=UNBUNDLED)) + 1):
        rows = themes == theme
        found[rows] = _numbers_of_parts(parts[rows])
    return found


def _numbers_of_parts(parts: Labels) -> Labels:
    sizes = np.bincount(parts)
    rank = np.empty_like(sizes)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return rank[parts]
