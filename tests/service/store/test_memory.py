"""What is remembered, and for how long."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.store.memory import Memory


def test_a_value_is_read_once_for_a_version() -> None:
    memory: Memory[list[int]] = Memory(2)
    first = memory.get("a", 1, lambda: [1])

    assert memory.get("a", 1, lambda: [2]) is first
    assert memory.get("a", 2, lambda: [3]) == [3]


def test_the_one_that_was_not_asked_for_the_longest_goes() -> None:
    memory: Memory[int] = Memory(2)
    memory.get("a", 1, lambda: 1)
    memory.get("b", 1, lambda: 2)
    memory.get("a", 1, lambda: 0)
    memory.get("c", 1, lambda: 3)

    assert memory.get("a", 1, lambda: 0) == 1
    assert memory.get("b", 1, lambda: 0) == 0


def test_several_threads_read_it_once() -> None:
    memory: Memory[int] = Memory(1)
    read = []
    wait = threading.Barrier(4)

    def ask() -> int:
        wait.wait()
        return memory.get("a", 1, lambda: read.append(1) or len(read))

    with ThreadPoolExecutor(4) as threads:
        answers = [thread.result() for thread in [threads.submit(ask) for _ in range(4)]]

    assert answers == [1] * 4


def test_what_cannot_be_read_is_not_kept() -> None:
    memory: Memory[int] = Memory(1)
    with pytest.raises(ZeroDivisionError):
        memory.get("a", 1, lambda: 1 // 0)

    assert memory.get("a", 1, lambda: 5) == 5
