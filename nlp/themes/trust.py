"""How far a theme can be relied on: do the runs agree on it, find it again, tell it apart?

A theme none of whose statements is a landmark (see :mod:`nlp.themes.landmarks`) is one text
that occurs several times and that no run saw: its statements agree, nothing else is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.themes.consensus import NOISE, UNSEEN
from nlp.types import Trust

if TYPE_CHECKING:
    import numpy.typing as npt

    from nlp.themes.consensus import Runs

    Matrix = npt.NDArray[np.float32]
    Labels = npt.NDArray[np.int64]
    Values = npt.NDArray[np.float64]

_UNSEEN: Final = Trust(agreement=1.0, recovery=0.0, separation=0.0)


def judge(
    runs: Runs, together: Matrix, affinity: Matrix, labels: Labels, *, themes: int
) -> tuple[Trust, ...]:
    """Judge each theme by the runs and by how near its statements are.

    Args:
        runs: Over ``n`` points.
        together: Their co-association, shape ``(n, n)``.
        affinity: How near they are, in ``[0, 1]``, shape ``(n, n)``, symmetric.
        labels: Theme of each point, shape ``(n,)``, from 0; -1 for none.
        themes: Their number; a theme may have none of the points.

    Returns:
        One a theme.
    """
    inside = labels >= 0
    seen, compact = np.unique(labels[inside], return_inverse=True)
    labels = labels.copy()
    labels[inside] = compact
    member = _membership(labels, len(seen))
    agreement = np.diag(_mean_between(together, member))
    found = recovery(runs, labels, themes=len(seen))
    separation, neighbour = _separation(_mean_between(affinity, member))
    judged = {
        int(theme): Trust(
            agreement=float(agreement[place]),
            recovery=float(found[place]),
            separation=float(separation[place]),
            neighbour=int(seen[neighbour[place]]) if neighbour[place] >= 0 else None,
        )
        for place, theme in enumerate(seen)
    }
    return tuple(judged.get(theme, _UNSEEN) for theme in range(themes))


def strength(together: Matrix, labels: Labels) -> Values:
    """Return each point's mean co-association with the others of its cluster.

    Args:
        together: Co-association, shape ``(n, n)``.
        labels: Cluster of each point, shape ``(n,)``, from 0.

    Returns:
        Shape ``(n,)`` in ``[0, 1]``; 1 for a point that is alone.
    """
    member = _membership(labels, int(labels.max(initial=-1)) + 1)
    total = (together @ member)[np.arange(len(labels)), labels] - 1
    others = member.sum(axis=0)[labels] - 1
    mean = np.divide(total, others, out=np.ones_like(total), where=others > 0)
    clipped: Values = np.clip(mean.astype(np.float64), 0, 1)
    return clipped


def recovery(runs: Runs, labels: Labels, *, themes: int) -> Values:
    """Return how well the runs find each theme again (Hennig 2007).

    In each run the theme, as far as the run saw it, is compared with the run's clusters by
    the Jaccard index; the best counts. A point that the run calls noise is a cluster of its
    own.

    Args:
        runs: Over ``n`` points.
        labels: Theme of each point, shape ``(n,)``, from 0; -1 for none.
        themes: Their number.

    Returns:
        Mean over the runs that saw something of the theme, in ``[0, 1]``, shape
        ``(themes,)``; 0 where none did.
    """
    total, times = np.zeros(themes), np.zeros(themes)
    for run in runs.labels:
        best, seen = _best_jaccard(run, labels, themes)
        total += best
        times += seen
    mean: Values = np.divide(total, times, out=np.zeros(themes), where=times > 0)
    return mean


def _best_jaccard(
    run: npt.NDArray[np.int32], labels: Labels, themes: int
) -> tuple[Values, npt.NDArray[np.bool_]]:
    clusters = int(run.max(initial=NOISE)) + 1
    in_theme = labels >= 0
    of_theme = np.bincount(labels[in_theme & (run != UNSEEN)], minlength=themes)
    of_cluster = np.bincount(run[run >= 0], minlength=clusters)
    both = in_theme & (run >= 0)
    shared = np.bincount(labels[both] * clusters + run[both], minlength=themes * clusters)
    shared = shared.reshape(themes, clusters)
    union = of_theme[:, None] + of_cluster[None, :] - shared
    best = (shared / np.maximum(union, 1)).max(axis=1, initial=0.0)
    lone = np.unique(labels[in_theme & (run == NOISE)])
    best[lone] = np.maximum(best[lone], 1 / of_theme[lone])
    return best, of_theme > 0


def _membership(labels: Labels, themes: int) -> Matrix:
    member = np.zeros((len(labels), themes), dtype=np.float32)
    inside = np.flatnonzero(labels >= 0)
    member[inside, labels[inside]] = 1
    return member


def _mean_between(matrix: Matrix, member: Matrix) -> Values:
    """Return the mean over pairs of different points, theme by theme; 1 where there is none."""
    sizes = member.sum(axis=0, dtype=np.float64)
    total = (member.T @ (matrix @ member)).astype(np.float64)
    total[np.diag_indices_from(total)] -= sizes
    pairs = sizes[:, None] * (sizes[None, :] - np.eye(len(sizes)))
    mean = np.divide(total, pairs, out=np.ones_like(total), where=pairs > 0)
    clipped: Values = np.clip(mean, 0, 1)
    return clipped


def _separation(mean: Values) -> tuple[Values, Labels]:
    """Return how far the nearest other theme is, and its number or -1."""
    themes = len(mean)
    if themes <= 1:
        return np.ones(themes), np.full(themes, -1)
    others = mean.copy()
    np.fill_diagonal(others, -1)
    within = np.diag(mean)
    ratio = np.divide(others.max(axis=1), within, out=np.ones_like(within), where=within > 0)
    return np.clip(1 - ratio, 0, 1), others.argmax(axis=1)
