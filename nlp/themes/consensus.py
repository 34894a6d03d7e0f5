"""Many unstable clusterings of the same statements, and how often each pair was together.

A single UMAP + HDBSCAN run on a hundred short statements is a matter of luck: it depends on
the seed, and it collapses when one parameter moves a little. So many are made, each on another
part of the statements and with another setting. UMAP is slow and HDBSCAN quick, so UMAP stops
early, having started from the spectral layout, and each of its layouts is clustered in several
ways: the noise of hundreds of hasty layouts averages out, that of a few careful ones does not.

Sources:
    Fred and Jain (2005), "Combining multiple clusterings using evidence accumulation".
    McInnes et al. (2018), "UMAP"; Campello et al. (2013), HDBSCAN.
"""

from __future__ import annotations

import itertools
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from nlp.themes import affinity
from nlp.themes.draws import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]
    Labels = npt.NDArray[np.int64]
    Method = Literal["eom", "leaf"]

NOISE: Final = -1
UNSEEN: Final = -2

_METHODS: Final[tuple[Method, ...]] = ("eom", "leaf")
_MISSING: Final = -1  # UMAP's sign for a neighbour that is not known
_SPARE: Final = 3  # times the neighbours that are needed
_FEWEST: Final = 10  # points that UMAP can lay out in a few dimensions


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusSettings:
    """What the consensus is made of.

    The values were chosen on ``dev_dip`` and checked on other corpora; see
    ``docs/decisions/0016-more-stable.md``.

    Attributes:
        runs: Number of layouts over few statements, which need more of them for a steady
            answer.
        work: So many statements may the layouts show together before there are fewer of them.
        least: Number of layouts that there are at least.
        sample: Share of the statements that a run sees.
        epochs: Steps after which a layout is good enough.
        neighbours: UMAP neighbour counts to go through.
        components: Dimensions that UMAP reduces to.
        proximity: Weight of mutual proximity against co-association, in ``[0, 1]``.
        threshold: Height at which the tree is cut into themes, in ``[0, 1]``.
        smallest: With fewer different statements than this only equal ones are bundled.
        landmarks: With more different statements than this, a sample of this size is
            clustered and the others join their nearest landmarks.
    """

    runs: int = 240
    work: int = 80_000
    least: int = 20
    sample: float = 0.9
    epochs: int = 30
    neighbours: tuple[int, ...] = (5, 8, 12)
    components: int = 5
    proximity: float = 0.5
    threshold: float = 0.5
    smallest: int = 12
    landmarks: int = 4000


@dataclass(frozen=True)
class Runs:
    """Each run's clusters.

    Attributes:
        labels: Shape ``(runs, n)``: the number of a point's cluster in a run, ``NOISE`` where
            the run put it in none, ``UNSEEN`` where it was not in the run's sample.
    """

    labels: npt.NDArray[np.int32]

    @classmethod
    def none(cls, count: int) -> Runs:
        """Return one run that finds nothing in ``count`` points."""
        return cls(np.full((1, count), NOISE, dtype=np.int32))

    def coassociation(self) -> Matrix:
        """Return the share of the runs that put each pair into one cluster.

        Only runs that saw both count; a point that a run calls noise is with nobody.

        Returns:
            Shape ``(n, n)``, symmetric, values in ``[0, 1]``, ones on the diagonal.
        """
        count = self.labels.shape[1]
        together = np.zeros((count, count), dtype=np.float32)
        for labels in self.labels:
            for members in _members(labels):
                together[np.ix_(members, members)] += 1
        shown = (self.labels != UNSEEN).astype(np.float32)
        seen = shown.T @ shown
        np.divide(together, seen, out=together, where=seen > 0)
        np.fill_diagonal(together, 1)
        return together


def _members(labels: npt.NDArray[np.int32]) -> list[npt.NDArray[np.int64]]:
    """Return the points of each cluster of a run."""
    bundled = np.flatnonzero(labels >= 0)
    bundled = bundled[np.argsort(labels[bundled], kind="stable")]
    return np.split(bundled, np.flatnonzero(np.diff(labels[bundled])) + 1)


def make_runs(
    vectors: Matrix,
    similarity: Matrix,
    texts: Sequence[str],
    *,
    seed: int,
    settings: ConsensusSettings,
    progress: Callable[[float], None] | None = None,
) -> Runs:
    """Lay samples of the points out and cluster each layout in several ways.

    Whether a point is in a sample depends on its text and the seed alone, so that adding or
    taking away others leaves the samples as they are.

    Args:
        vectors: Shape ``(n, d)``, ``n`` not below :attr:`ConsensusSettings.smallest`.
        similarity: Their cosines, shape ``(n, n)``, symmetric.
        texts: Their texts, all different.
        seed: Each layout derives its own from it.
        settings: Number of runs and their parameters.
        progress: Told the share of layouts done.

    Returns:
        The runs, as many for each layout as there are ways to cluster it.
    """
    count = len(vectors)
    layouts = number_of_layouts(count, settings)
    found = []
    graph = _graph(similarity, settings)
    neighbours = itertools.cycle(settings.neighbours)
    for layout in range(layouts):
        layout_seed = int(np.random.SeedSequence([seed, layout]).generate_state(1)[0])
        rows = _sample(texts, settings.sample, layout_seed)
        places = _lay_out(
            vectors[rows],
            graph.among(rows, next(neighbours)),
            settings=settings,
            seed=layout_seed,
        )
        for labels in _cluster(places, count):
            run = np.full(count, UNSEEN, dtype=np.int32)
            run[rows] = labels
            found.append(run)
        if progress:
            progress((layout + 1) / layouts)
    return Runs(np.array(found))


def number_of_layouts(count: int, settings: ConsensusSettings) -> int:
    """Return how many layouts are made of ``count`` points."""
    return min(settings.runs, max(settings.least, settings.work // count))


def _sample(texts: Sequence[str], share: float, seed: int) -> Labels:
    """Draw each text by itself; all of them where that leaves too few."""
    rows = np.flatnonzero(draw(texts, seed).astype(np.float64) < share * 2.0**64)
    return rows if len(rows) >= _FEWEST else np.arange(len(texts))


@dataclass(frozen=True)
class _Graph:
    """The nearest neighbours of all points, itself among them, the nearest first.

    Attributes:
        nearest: Shape ``(n, k)``.
        distance: Cosine distance to each, shape ``(n, k)``.
    """

    nearest: Labels
    distance: Matrix

    def among(self, rows: Labels, count: int) -> _Graph:
        """Return the graph of some of the points, by their places in ``rows``."""
        place = np.full(len(self.nearest), _MISSING)
        place[rows] = np.arange(len(rows))
        nearest = place[self.nearest[rows]]
        distance = np.where(nearest == _MISSING, np.float32(np.inf), self.distance[rows])
        seen = np.argsort(nearest == _MISSING, axis=1, kind="stable")
        seen = seen[:, : min(count, len(rows) - 1)]
        return _Graph(
            np.take_along_axis(nearest, seen, axis=1), np.take_along_axis(distance, seen, axis=1)
        )


def _graph(similarity: Matrix, settings: ConsensusSettings) -> _Graph:
    """Find so many neighbours that enough of them are in every sample."""
    count = len(similarity)
    share = max(settings.sample, 1 / count)
    count = min(round(_SPARE * max(settings.neighbours) / share), count)
    nearest = affinity.nearest(similarity, count)
    return _Graph(nearest, 1 - np.take_along_axis(similarity, nearest, axis=1))


def _lay_out(
    vectors: Matrix, graph: _Graph, *, settings: ConsensusSettings, seed: int
) -> npt.NDArray[np.float64]:
    """Reduce with UMAP, whose neighbours are known already."""
    from umap import UMAP  # noqa: PLC0415 - slow to import, needed in the worker only

    reducer = UMAP(
        n_neighbors=graph.nearest.shape[1],
        n_components=settings.components,
        n_epochs=settings.epochs,
        min_dist=0.0,
        metric="cosine",
        random_state=seed,
        n_jobs=1,
        precomputed_knn=(graph.nearest.astype(np.int32), graph.distance, None),
    )
    with warnings.catch_warnings():
        # UMAP wants a search index for later points; there are none
        warnings.filterwarnings("ignore", message="precomputed_knn.*|.*transform.*")
        # where nothing hangs together it starts from random places instead
        warnings.filterwarnings("ignore", message="Spectral initialisation failed|Graph is not")
        return np.asarray(reducer.fit_transform(vectors), dtype=np.float64)


def _cluster(places: npt.NDArray[np.float64], count: int) -> Iterator[Labels]:
    """Cluster a layout in four ways; cluster sizes grow with the root of the corpus' ``n``.

    Varying the size and the selection guards against the cliff at which a little change of
    ``min_cluster_size`` turns 35 clusters into 2.
    """
    from hdbscan import HDBSCAN  # noqa: PLC0415 - slow to import, needed in the worker only

    base = max(3, round(count**0.5 / 5))
    for size, method in itertools.product((base, base + 1), _METHODS):
        clusterer = HDBSCAN(
            min_cluster_size=size, cluster_selection_method=method, core_dist_n_jobs=1
        )
        yield np.asarray(clusterer.fit_predict(places), dtype=np.int64)
