"""Where the vectors of a run live, so that a later statement can be put there too.

What tells statements apart is how they differ from the mean of their corpus. The means
belong to the run: with them a statement that comes later gets the vector that it would have
had, had it been there and changed no mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from nlp.types import Centre

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from nlp.themes.adaptation import Adaptation

    Vector = npt.NDArray[np.float32]
    Matrix = npt.NDArray[np.float32]

_TINY: Final = 1e-6  # shorter is rounding, not direction


@dataclass(frozen=True)
class Space:
    """What turns the models' vectors into those that are clustered.

    Attributes:
        centre: The means of the corpus that it was fitted on.
        learned: The map that adapts the fused vectors, if any.
    """

    centre: Centre
    learned: Adaptation | None = None

    @classmethod
    def fitted(cls, views: Sequence[Matrix], learned: Adaptation | None = None) -> Self:
        """Return the space of a corpus.

        Args:
            views: One array of unit vectors a model, each ``(n, its dimension)``.
            learned: A map that was trained for the models.
        """
        means = tuple(_mean(view) for view in views)
        fused = _fused(views, means)
        shift = _mean(fused @ learned.map.T) if learned else np.zeros(fused.shape[1], np.float32)
        return cls(Centre(means, shift), learned)

    def place(self, views: Sequence[Matrix]) -> Matrix:
        """Return unit vectors, shape ``(n, d)``; zero for a text that equals the mean.

        Args:
            views: As the space was fitted on: one array a model, ``(n, its dimension)``.
        """
        fused = _fused(views, self.centre.means)
        if self.learned is None:
            return fused
        return unit(fused @ self.learned.map.T - self.centre.shift)


def unit(vectors: Matrix) -> Matrix:
    """Return vectors of length one; zero for what is too short to have a direction."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Matrix = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > _TINY)
    return scaled


def _mean(vectors: Matrix) -> Vector:
    mean: Vector = vectors.sum(axis=0) / max(len(vectors), 1)
    return mean


def _fused(views: Sequence[Matrix], means: Sequence[Vector]) -> Matrix:
    """Put the centred views side by side.

    The vectors of E5 all lie in a narrow cone (cosines of 0.80 to 0.92): only the differences
    within a corpus tell its themes apart.
    """
    centred = [unit(view - mean) for view, mean in zip(views, means, strict=True)]
    return unit(np.hstack(centred).astype(np.float32, copy=False))
