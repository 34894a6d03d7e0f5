"""Random draws that stay as they are when other statements come or go."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt


def draw(texts: Sequence[str], seed: int = 0) -> npt.NDArray[np.uint64]:
    """Return a random number for each text, which depends on it and the seed alone.

    Args:
        texts: Any number of texts.
        seed: Start of the draw, not negative, below ``2**64``.

    Returns:
        Evenly spread over all of ``uint64``, shape ``(len(texts),)``.
    """
    salt = seed.to_bytes(8, "little")
    digests = (hashlib.blake2b(text.encode(), digest_size=8, salt=salt).digest() for text in texts)
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)
