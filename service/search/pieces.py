"""Texts and vectors as the bytes by which they may be stored, cut into pieces to be sought.

The pieces of a text overlap by half: whatever run of :data:`SURE` bytes is left of it anywhere
holds one of them.
"""

from __future__ import annotations

import json
from typing import Final

PIECE: Final = 32
"""Bytes of a piece; a text that is shorter is one piece."""
_STRIDE: Final = PIECE // 2
SURE: Final = PIECE + _STRIDE - 1
"""Bytes of a text that are left somewhere and found for certain."""
LEAST: Final = 20
"""Bytes of the shortest text that is sought: what is shorter may be anybody's word."""
_PROBES: Final = 8  # pieces of a vector: its bytes are like no other's


def forms(text: str) -> tuple[bytes, ...]:
    """Return the bytes by which a text may be stored: UTF-8, UTF-16, JSON with escapes."""
    quoted = (json.dumps(text, ensure_ascii=ascii_)[1:-1].encode() for ascii_ in (True, False))
    wide = (text.encode(name) for name in ("utf-16-le", "utf-16-be"))
    return tuple(dict.fromkeys((text.encode(), *wide, *quoted)))


def pieces(data: bytes) -> tuple[bytes, ...]:
    """Return the pieces of one form of a text, its end among them."""
    starts = [*range(0, len(data) - PIECE, _STRIDE), max(len(data) - PIECE, 0)]
    return tuple(data[start : start + PIECE] for start in starts)


def probes(data: bytes) -> tuple[bytes, ...]:
    """Return a few pieces of a vector, from its beginning to its end."""
    last = max(len(data) - PIECE, 0)
    starts = (last * number // (_PROBES - 1) for number in range(_PROBES))
    return tuple(dict.fromkeys(data[start : start + PIECE] for start in starts))
