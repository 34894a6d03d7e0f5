"""What was read from the database and is still true: the last few, in the memory of a process."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sqlmodel import Session

MEMORY: Final = "memory"
"""Where a session that only reads knows the memory of its database."""

Value = TypeVar("Value")


class Memory(Generic[Value]):
    """Values by key, each with the version that it was read at.

    Of several threads that want the same value, one reads it and the others wait for it.

    Args:
        size: Number of values that are kept; the one that was not asked for the longest goes.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, tuple[Hashable, Value]] = OrderedDict()
        self._lock = threading.Lock()
        self._reading: defaultdict[Hashable, threading.Lock] = defaultdict(threading.Lock)

    def clear(self) -> None:
        """Forget all values."""
        with self._lock:
            self._kept.clear()

    def get(self, key: Hashable, version: Hashable, read: Callable[[], Value]) -> Value:
        """Return the value of a key at a version, and read it where another one is kept."""
        with self._lock:
            reading = self._reading[key]
        with reading:
            with self._lock:
                kept = self._kept.get(key)
                if kept is not None and kept[0] == version:
                    self._kept.move_to_end(key)
                    return kept[1]
                self._kept.pop(key, None)  # nothing that was deleted since is kept
            value = read()
            with self._lock:
                self._kept[key] = (version, value)
                while len(self._kept) > self._size:
                    self._kept.popitem(last=False)
            return value


def remembered(
    session: Session, key: Hashable, version: Callable[[], Hashable], read: Callable[[], Value]
) -> Value:
    """Return a value from the memory of the session's database.

    A session that writes has none: what it sees may never come true.

    Args:
        session: Reads the version and the value in one transaction.
        key: Names the value.
        version: Reads what differs as soon as the value does.
        read: Reads the value.
    """
    memory: Memory[Value] | None = session.info.get(MEMORY)
    return read() if memory is None else memory.get(key, version(), read)
