"""What a run's vectors are measured from, as bytes."""

from __future__ import annotations

import io

import numpy as np

from nlp.types import Centre

_MEAN = "mean{}"
_SHIFT = "shift"


def packed(centre: Centre) -> bytes:
    """Return the centre as a NumPy archive."""
    out = io.BytesIO()
    means = {_MEAN.format(number): mean for number, mean in enumerate(centre.means)}
    np.savez(out, allow_pickle=False, shift=centre.shift, **means)
    return out.getvalue()


def unpacked(data: bytes) -> Centre:
    """Read what :func:`packed` wrote."""
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        count = len(file.files) - 1
        means = tuple(file[_MEAN.format(number)] for number in range(count))
        return Centre(means, file[_SHIFT])
