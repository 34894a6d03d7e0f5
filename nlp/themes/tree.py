"""The consensus tree: themes are where it is cut, their parts are its branches below.

Average linkage joins, again and again, the two groups whose statements are nearest to each
other on average (Sokal and Michener 1958). One cut gives the themes. Inside a theme the tree
goes on; it is followed downwards past single statements that fall off (as in the condensed
tree of Campello et al. 2013) to the places where it forks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.metrics import silhouette_score

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]
    Labels = npt.NDArray[np.int64]

_WORTH_IT: Final = 1e-4  # gain from which a point moves; less may be rounding
_BRANCHING: Final = 8  # statements of a theme that may have parts
_SMALLEST_PART: Final = 3
_MOST_PARTS: Final = 4
_CLEAR: Final = 0.4  # silhouette from which parts are worth telling apart


def cut(distance: Matrix, threshold: float) -> Labels:
    """Cut the tree of average linkage.

    Args:
        distance: Shape ``(n, n)`` with ``n > 1``, symmetric, zeros on the diagonal.
        threshold: Height of the cut.

    Returns:
        Shape ``(n,)``, numbers from 0.
    """
    return np.asarray(fcluster(_tree(distance), threshold, criterion="distance"), np.int64) - 1


def settle(
    distance: Matrix, labels: Labels, threshold: float, *, free: npt.NDArray[np.int64]
) -> Labels:
    """Let points move to the theme where they fit best until none wants to.

    Average linkage never takes back what it joined. So each point in turn goes where the sum
    of ``threshold - distance`` to the others is largest, or stays alone where no sum is above
    0. That sum over all pairs in one theme is the objective of correlation clustering (Bansal
    et al. 2004); it only grows.

    Args:
        distance: Shape ``(n, n)``, symmetric, zeros on the diagonal.
        labels: Where they are at first, shape ``(n,)``.
        threshold: Distance at which two points are neither for nor against each other.
        free: The points that may move.

    Returns:
        Shape ``(n,)``, numbers from 0.
    """
    _, labels = np.unique(labels, return_inverse=True)
    gain = np.float32(threshold) - distance
    np.fill_diagonal(gain, 0)
    empty = int(labels.max()) + 1
    member = np.zeros((len(labels), empty + 1), dtype=np.float32)
    member[np.arange(len(labels)), labels] = 1
    fit = (gain @ member).astype(np.float64)
    moved = True
    while moved:
        moved = False
        for point in free:
            old, new = labels[point], int(fit[point].argmax())
            if fit[point, new] <= fit[point, old] + _WORTH_IT:
                continue
            fit[:, old] -= gain[:, point]
            fit[:, new] += gain[:, point]
            labels[point], moved = new, True
            if new == empty:
                fit = np.pad(fit, ((0, 0), (0, 1)))
                empty += 1
    _, labels = np.unique(labels, return_inverse=True)
    return labels


def parts(distance: Matrix) -> Labels:
    """Find the branches of one theme's tree.

    Of the first forks below the root, those are taken that tell the statements apart best
    (mean silhouette, Rousseeuw 1987); none if even they do not do so clearly. What fell off
    on the way joins the branch to which it is nearest on average.

    Args:
        distance: Among the theme's statements, shape ``(m, m)``, symmetric, zeros on the
            diagonal.

    Returns:
        Shape ``(m,)``, numbers from 0; all 0 where the theme does not branch.
    """
    whole = np.zeros(len(distance), dtype=np.int64)
    if len(distance) < _BRANCHING:
        return whole
    best, clearest = whole, _CLEAR
    for branches in _forks(_tree(distance)):
        labels = _nearest_branch(distance, branches)
        if (silhouette := silhouette_score(distance, labels, metric="precomputed")) >= clearest:
            best, clearest = labels, silhouette
    return best


def _tree(distance: Matrix) -> npt.NDArray[np.float64]:
    tree: npt.NDArray[np.float64] = linkage(squareform(distance, checks=False), method="average")
    return tree


def _forks(tree: npt.NDArray[np.float64]) -> list[list[Labels]]:
    """Return the branches after the first fork from the top, after the second, and so on."""
    leaves = [np.array([leaf]) for leaf in range(len(tree) + 1)]
    forks = []
    for left, right in tree[:, :2].astype(int):
        leaves.append(np.concatenate([leaves[left], leaves[right]]))
        if min(len(leaves[left]), len(leaves[right])) >= _SMALLEST_PART:
            forks.append((leaves[left], leaves[right]))
    found: list[list[Labels]] = []
    branches: list[Labels] = []
    for left, right in reversed(forks[1 - _MOST_PARTS :]):
        branches = [branch for branch in branches if not np.isin(left[0], branch)]
        branches += [left, right]
        found.append(branches)
    return found


def _nearest_branch(distance: Matrix, branches: list[Labels]) -> Labels:
    mean = np.stack([distance[:, branch].mean(axis=1) for branch in branches])
    labels: Labels = mean.argmin(axis=0)
    for number, branch in enumerate(branches):
        labels[branch] = number
    return labels
