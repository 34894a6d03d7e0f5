"""Searching many byte strings at once in streams of any length, in bounded memory.

Every sixteen bytes of the stream are looked up in a filter (Bloom 1970, "Space/time trade-offs
in hash coding with allowable errors", with one hash); what passes it is compared by a
fingerprint, and what passes that, in full.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

from service.search.pieces import PIECE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import numpy.typing as npt

_WORD: Final = np.dtype("<u8")
_BEGINNING: Final = 2 * _WORD.itemsize  # bytes of a piece that are looked up
_MIX: Final = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)  # odd, mixed
_WORD_BITS: Final = 64
_FEWEST_BITS: Final = 16
_PER_PIECE: Final = 32  # places in the filter: one in so many words passes by chance
_BLOCK: Final = 2**20


class Search:
    """Seeks pieces of :data:`LEAST` to :data:`PIECE` bytes.

    Args:
        sought: The pieces.
    """

    def __init__(self, sought: Collection[bytes]) -> None:
        self._by_beginning: dict[bytes, list[bytes]] = defaultdict(list)
        for piece in sought:
            self._by_beginning[piece[:_BEGINNING]].append(piece)
        whole = [piece for piece in sought if len(piece) == PIECE]
        short = [piece[:_BEGINNING] for piece in sought if len(piece) < PIECE]
        self._whole = np.unique(_paired(*(_pairs(whole)[place::4] for place in (0, 2))))
        self._short = np.unique(_pairs(short)[::2])
        beginnings = _pairs(list(self._by_beginning))[::2]
        bits = max((len(beginnings) * _PER_PIECE).bit_length(), _FEWEST_BITS)
        self._shift = np.uint64(_WORD_BITS - bits)
        self._filter = np.zeros(2**bits, dtype=np.bool_)
        self._filter[beginnings >> self._shift] = True

    def found(self, stream: Iterable[bytes]) -> tuple[set[bytes], int]:
        """Return the pieces that a stream holds, and the number of its bytes.

        A piece is found also where it begins in one part of the stream and ends in the next.
        """
        there: set[bytes] = set()
        total, tail = 0, b""
        for part in _blocks(stream):
            data = tail + part
            there |= self._look(data)
            total += len(part)
            tail = data[-(PIECE - 1) :]
        return there, total

    def _look(self, data: bytes) -> set[bytes]:
        there = set()
        for shift in range(min(_WORD.itemsize, max(len(data) - _BEGINNING + 1, 0))):
            count = (len(data) - shift) // _WORD.itemsize
            words = np.frombuffer(data, _WORD, count, shift)
            for place in self._candidates(_paired(words[:-1], words[1:])):
                start = place * _WORD.itemsize + shift
                for piece in self._by_beginning.get(data[start : start + _BEGINNING], ()):
                    if data.startswith(piece, start):
                        there.add(piece)
        return there

    def _candidates(self, pairs: npt.NDArray[np.uint64]) -> list[int]:
        """Return the places where a piece begins for almost certain."""
        passed = np.flatnonzero(self._filter[pairs >> self._shift])
        first = pairs[passed]
        second = pairs[np.minimum(passed + 2, len(pairs) - 1)]
        likely = _among(self._whole, _paired(first, second)) | _among(self._short, first)
        return list(map(int, passed[likely]))


def _paired(one: npt.NDArray[np.uint64], two: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return a fingerprint of every two words."""
    mixed: npt.NDArray[np.uint64] = one * _MIX[0] + two * _MIX[1]
    return mixed


def _pairs(equally_long: Sequence[bytes]) -> npt.NDArray[np.uint64]:
    """Return the fingerprint of every word with the next one."""
    words = np.frombuffer(b"".join(equally_long), _WORD)
    return _paired(words, np.roll(words, -1))


def _among(known: npt.NDArray[np.uint64], values: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Tell which values are among those known, which are in order."""
    if not len(known):
        return np.zeros(len(values), dtype=np.bool_)
    near = np.minimum(np.searchsorted(known, values), len(known) - 1)
    same: npt.NDArray[np.bool_] = known[near] == values
    return same


def _blocks(stream: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the stream in blocks that are neither tiny nor large."""
    waiting: list[bytes] = []
    length = 0
    for part in stream:
        for start in range(0, len(part), _BLOCK):
            waiting.append(part[start : start + _BLOCK])
            length += len(waiting[-1])
            if length >= _BLOCK:
                yield b"".join(waiting)
                waiting, length = [], 0
    if waiting:
        yield b"".join(waiting)
