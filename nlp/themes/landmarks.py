"""Large corpora: a sample is clustered, the other statements join their nearest landmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.themes import affinity
from nlp.themes.draws import draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]
    Labels = npt.NDArray[np.int64]
    Strength = npt.NDArray[np.float64]

NOBODY: Final = -1

_VOTERS = 10  # landmarks that decide where another point goes
_ROWS = 2000  # rows of similarities held at a time


def choose_landmarks(
    texts: Sequence[str], size: int, *, always: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Draw landmarks at random, after those that are wanted always.

    A point more or less replaces one landmark at most, and no seed draws others: which texts
    are landmarks decides more than anything else that is random.

    Args:
        texts: The points' texts, all different.
        size: Number of landmarks, unless more are wanted always.
        always: Points that must be among them, without repetition.

    Returns:
        The landmarks' rows, ascending.
    """
    drawn = np.argsort(draw(texts), kind="stable")
    others = drawn[~np.isin(drawn, always)]
    return np.sort(np.concatenate([always, others[: max(size - len(always), 0)]]))


def nearest(vectors: Matrix, known: Matrix, *, count: int) -> npt.NDArray[np.int64]:
    """Return the known points that are nearest to points, the nearest first.

    Args:
        vectors: Unit vectors, shape ``(n, d)``.
        known: Unit vectors, shape ``(m, d)``.
        count: How many of them for each point; all of them where there are fewer.

    Returns:
        Rows of ``known``, shape ``(n, count)``; of equally near ones the first comes first.
    """
    count = min(count, len(known))
    found = np.empty((len(vectors), count), dtype=np.int64)
    for start in range(0, len(vectors), _ROWS):
        block = slice(start, start + _ROWS)
        found[block] = affinity.nearest(vectors[block] @ known.T, count)
    return found


def vote(
    vectors: Matrix, known: Matrix, labels: Labels, strength: Strength
) -> tuple[Labels, Strength]:
    """Let each point join the theme of most of its ten nearest known points.

    Args:
        vectors: Unit vectors of the points, shape ``(n, d)``.
        known: Unit vectors of points whose theme is known, shape ``(m, d)``.
        labels: Their themes, from 0; -1 for a point that is alone. Shape ``(m,)``.
        strength: How strongly they belong there, in ``[0, 1]``, shape ``(m,)``.

    Returns:
        Theme and strength of each point, shape ``(n,)``; -1 and 0 for nobody's. Strength is
        the share of the votes times the voters' own strength.
    """
    leaders, found = follow(vectors, known, labels, strength)
    return np.where(leaders >= 0, np.append(labels, NOBODY)[leaders], NOBODY), found


def follow(
    vectors: Matrix, known: Matrix, labels: Labels, strength: Strength
) -> tuple[npt.NDArray[np.int64], Strength]:
    """Return, instead of the theme that wins a :func:`vote`, the nearest who voted for it.

    A known point that is alone votes for nobody but itself, and who is nearest to it by that
    vote stays alone too. Of themes with as many votes the nearer one wins.

    Args:
        vectors: As for :func:`vote`, like the others.
        known: Shape ``(m, d)``.
        labels: Shape ``(m,)``.
        strength: Shape ``(m,)``.

    Returns:
        Row of ``known``, or -1 for nobody, and strength of each point, shape ``(n,)``.
    """
    leaders = np.full(len(vectors), NOBODY)
    found = np.zeros(len(vectors))
    if not len(known):
        return leaders, found
    voters = nearest(vectors, known, count=_VOTERS)
    ballots = labels[voters]
    agree = (ballots[:, :, None] == ballots[:, None, :]) & (ballots >= 0)[:, :, None]
    winner = np.maximum(agree.sum(axis=2), 1).argmax(axis=1)[:, None]
    followed = np.take_along_axis(ballots, winner, axis=1)[:, 0] >= 0
    leaders[followed] = np.take_along_axis(voters, winner, axis=1)[followed, 0]
    agreeing = np.take_along_axis(agree, winner[:, :, None], axis=1)[:, 0]
    found[followed] = (agreeing * strength[voters]).mean(axis=1)[followed]
    return leaders, found
