"""Consensus clustering: many unstable clusterings, one stable answer.

A single UMAP + HDBSCAN run on a hundred short statements is a matter of luck: it depends on
the seed, and it collapses when one parameter moves a little. So many runs are made, each on
another 90 % of the statements and with another setting. How often two statements fall into
one cluster, their co-association, is blended with how near they are to each other, seen from
both sides (mutual proximity), and average linkage cuts the blend once.

Sources:
    Fred and Jain (2005), "Combining multiple clusterings using evidence accumulation".
    Schnitzer et al. (2012), "Local and global scaling reduce hubs in space".
    McInnes et al. (2018), "UMAP"; Campello et al. (2013), HDBSCAN.
"""

from __future__ import annotations

import itertools
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from scipy.special import ndtr

from nlp.themes import constraints as forced
from nlp.themes.landmarks import choose_landmarks, join_landmarks
from nlp.types import Clustering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    Constraints = forced.Constraints[int]
    Matrix = npt.NDArray[np.float32]
    Labels = npt.NDArray[np.int64]

UNBUNDLED = -1
_FREE: Constraints = forced.Constraints()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusSettings:
    """What the consensus is made of.

    The values were chosen on ``dev_dip`` and checked on ``dev_polis_klimarat``; see
    ``docs/decisions/0004-consensus.md``.

    Attributes:
        runs: Number of UMAP + HDBSCAN runs over few statements, which need more of them for
            a steady answer.
        work: So many statements may the runs see together before there are fewer of them.
        least: Number of runs that there are at least.
        sample: Share of the statements that a run sees.
        neighbours: UMAP neighbour counts to go through.
        components: Dimensions that UMAP reduces to.
        proximity: Weight of mutual proximity against co-association, in ``[0, 1]``.
        threshold: Height at which average linkage is cut, in ``[0, 1]``.
        smallest: With fewer different statements than this only equal ones are bundled.
        landmarks: With more different statements than this, a sample of this size is
            clustered and the others join their nearest landmarks.
    """

    runs: int = 60
    work: int = 12_000
    least: int = 20
    sample: float = 0.9
    neighbours: tuple[int, ...] = (5, 8, 12)
    components: int = 5
    proximity: float = 0.5
    threshold: float = 0.5
    smallest: int = 12
    landmarks: int = 4000


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
        Clusters numbered by size, the largest first; singletons are not bundled.

    Raises:
        ValueError: Rows must be together and apart; equal texts are together.
    """
    settings = settings or ConsensusSettings()
    _, first_row, row_of = np.unique(
        np.asarray(texts, dtype=object), return_index=True, return_inverse=True
    )
    points = constraints.mapped(dict(enumerate(row_of.tolist())))
    labels, strength = _cluster_points(vectors[first_row], seed, settings, points, progress)
    return _numbered(labels[row_of], strength[row_of])


def _cluster_points(
    vectors: Matrix,
    seed: int,
    settings: ConsensusSettings,
    constraints: Constraints,
    progress: Callable[[float], None] | None,
) -> tuple[Labels, npt.NDArray[np.float64]]:
    """Cluster different points; every point gets a label of its own when it is alone."""
    count = len(vectors)
    if count < settings.smallest:
        return _only_forced(count, constraints)
    if count <= settings.landmarks:
        return _consensus(vectors, seed, settings, constraints, progress)
    chosen = choose_landmarks(
        count, settings.landmarks, seed=seed, always=np.array(sorted(constraints.members), int)
    )
    among = constraints.mapped({point: place for place, point in enumerate(chosen.tolist())})
    labels, strength = _consensus(vectors[chosen], seed, settings, among, progress)
    return join_landmarks(vectors, chosen, labels, strength)


def _only_forced(count: int, constraints: Constraints) -> tuple[Labels, npt.NDArray[np.float64]]:
    """Bundle points for no other reason than that they must be; no run agrees with it."""
    labels, strength = np.arange(count), np.ones(count)
    for block in forced.close(constraints).blocks:
        labels[block.members] = block.members[0]
        strength[block.members] = float(len(block.members) == 1)
    return labels, strength


def _consensus(
    vectors: Matrix,
    seed: int,
    settings: ConsensusSettings,
    constraints: Constraints,
    progress: Callable[[float], None] | None,
) -> tuple[Labels, npt.NDArray[np.float64]]:
    similarity = np.clip(vectors @ vectors.T, -1, 1)
    similarity = (similarity + similarity.T) / 2
    np.fill_diagonal(similarity, 1)
    together = coassociation(vectors, similarity, seed=seed, settings=settings, progress=progress)
    affinity = (1 - settings.proximity) * together
    affinity += settings.proximity * mutual_proximity(similarity)
    labels = _average_linkage(affinity, settings.threshold, constraints)
    return labels, agreement(together, labels)


def coassociation(
    vectors: Matrix,
    similarity: Matrix,
    *,
    seed: int,
    settings: ConsensusSettings,
    progress: Callable[[float], None] | None = None,
) -> Matrix:
    """Return the share of the runs that put each pair into one cluster.

    Only runs that saw both count; a point that a run calls noise is with nobody.

    Args:
        vectors: Shape ``(n, d)``.
        similarity: Their cosines, shape ``(n, n)``, symmetric.
        seed: Each run derives its own from it.
        settings: Number of runs and their parameters.
        progress: Told the share of runs done.

    Returns:
        Shape ``(n, n)``, symmetric, values in ``[0, 1]``, ones on the diagonal.
    """
    count = len(vectors)
    together = np.zeros((count, count), dtype=np.float32)
    seen = np.zeros((count, count), dtype=np.float32)
    for run, (neighbours, size, method) in enumerate(_parameters(count, settings)):
        run_seed = int(np.random.SeedSequence([seed, run]).generate_state(1)[0])
        rows = _subsample(count, settings.sample, run_seed)
        labels = _one_run(
            vectors[rows],
            similarity[np.ix_(rows, rows)],
            neighbours=neighbours,
            components=settings.components,
            min_cluster_size=size,
            method=method,
            seed=run_seed,
        )
        seen[np.ix_(rows, rows)] += 1
        bundled = labels != UNBUNDLED
        members = rows[bundled]
        same = labels[bundled][:, None] == labels[bundled][None, :]
        together[np.ix_(members, members)] += same
        if progress:
            progress((run + 1) / _runs(count, settings))
    np.divide(together, seen, out=together, where=seen > 0)
    np.fill_diagonal(together, 1)
    return together


def _parameters(count: int, settings: ConsensusSettings) -> Iterator[tuple[int, int, str]]:
    """Yield one combination of parameters a run; cluster sizes grow with the root of n.

    Varying the size and the selection guards against the cliff at which a little change of
    ``min_cluster_size`` turns 35 clusters into 2.
    """
    base = max(3, round(count**0.5 / 5))
    grid = itertools.product(settings.neighbours, (base, 2 * base), ("eom", "leaf"))
    yield from itertools.islice(itertools.cycle(list(grid)), _runs(count, settings))


def _runs(count: int, settings: ConsensusSettings) -> int:
    return min(settings.runs, max(settings.least, settings.work // count))


def _subsample(count: int, share: float, seed: int) -> npt.NDArray[np.int64]:
    rows = np.random.default_rng(seed).permutation(count)[: max(round(share * count), 2)]
    rows.sort()
    return rows


def _one_run(  # noqa: PLR0913 - the parameters of one run, all by name
    vectors: Matrix,
    similarity: Matrix,
    *,
    neighbours: int,
    components: int,
    min_cluster_size: int,
    method: str,
    seed: int,
) -> Labels:
    """Reduce with UMAP, cluster with HDBSCAN; -1 is noise."""
    from hdbscan import HDBSCAN  # noqa: PLC0415 - slow to import, needed in the worker only
    from umap import UMAP  # noqa: PLC0415

    neighbours = min(neighbours, len(vectors) - 1)
    nearest = np.argsort(-similarity, axis=1, kind="stable")[:, :neighbours]
    distances = 1 - np.take_along_axis(similarity, nearest, axis=1)
    reducer = UMAP(
        n_neighbors=neighbours,
        n_components=components,
        min_dist=0.0,
        metric="cosine",
        random_state=seed,
        n_jobs=1,
        precomputed_knn=(nearest.astype(np.int32), distances.astype(np.float32), None),
    )
    with warnings.catch_warnings():
        # UMAP wants a search index for later points; there are none
        warnings.filterwarnings("ignore", message="precomputed_knn.*|.*transform.*")
        reduced = reducer.fit_transform(vectors)
    clusterer = HDBSCAN(
        min_cluster_size=min_cluster_size, cluster_selection_method=method, core_dist_n_jobs=1
    )
    return np.asarray(clusterer.fit_predict(reduced.astype(np.float64)), dtype=np.int64)


def mutual_proximity(similarity: Matrix) -> Matrix:
    """Return how surely two points are neighbours seen from both sides.

    For each point the distances to all others are taken as normal; the value is the product
    of both points' probabilities that another point is farther away. It takes away hubs,
    which are near to everything (Schnitzer et al. 2012, Gaussian variant).

    Args:
        similarity: Cosines, shape ``(n, n)`` with ``n > 1``, symmetric, ones on the diagonal.

    Returns:
        Shape ``(n, n)``, symmetric, values in ``[0, 1]``, ones on the diagonal.
    """
    distance = 1 - similarity
    others = len(distance) - 1
    mean = distance.sum(axis=1) / others
    variance = (distance**2).sum(axis=1) / others - mean**2
    deviation = np.sqrt(np.maximum(variance, np.finfo(np.float32).tiny))
    farther = 1 - ndtr((distance - mean[:, None]) / deviation[:, None])
    proximity: Matrix = (farther * farther.T).astype(np.float32)
    np.fill_diagonal(proximity, 1)
    return proximity


def _average_linkage(
    affinity: Matrix, threshold: float, constraints: Constraints = _FREE
) -> Labels:
    """Cut the tree of average linkage over ``1 - affinity`` at ``threshold``; labels from 0."""
    distance = np.clip(1 - affinity, 0, 1)
    np.fill_diagonal(distance, 0)
    if constraints.members:
        distance = forced.constrained(distance, forced.close(constraints))
    tree = linkage(squareform(distance, checks=False), method="average")
    return np.asarray(fcluster(tree, threshold, criterion="distance"), dtype=np.int64) - 1


def agreement(together: Matrix, labels: Labels) -> npt.NDArray[np.float64]:
    """Return each point's mean co-association with the others of its cluster.

    Args:
        together: Co-association, shape ``(n, n)``.
        labels: Cluster of each point, shape ``(n,)``, from 0.

    Returns:
        Shape ``(n,)`` in ``[0, 1]``; 1 for a point that is alone.
    """
    member = np.zeros((len(labels), labels.max() + 1), dtype=np.float32)
    member[np.arange(len(labels)), labels] = 1
    total = (together @ member)[np.arange(len(labels)), labels] - 1
    others = member.sum(axis=0)[labels] - 1
    mean = np.divide(total, others, out=np.ones_like(total), where=others > 0)
    clipped: npt.NDArray[np.float64] = np.clip(mean.astype(np.float64), 0, 1)
    return clipped


def _numbered(labels: Labels, strength: npt.NDArray[np.float64]) -> Clustering:
    """Number clusters by size; the first row decides between equal sizes' order of labels."""
    names, sizes = np.unique(labels, return_counts=True)
    number = np.full(names.max() + 1 if len(names) else 0, UNBUNDLED, dtype=np.int64)
    bundled = names[sizes > 1]
    order = np.argsort(-sizes[sizes > 1], kind="stable")
    number[bundled[order]] = np.arange(len(bundled))
    numbered = number[labels] if len(labels) else np.empty(0, dtype=np.int64)
    return Clustering(numbered, np.where(numbered == UNBUNDLED, 0.0, strength))
