from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from nlp.reading import read, sandbox

if TYPE_CHECKING:
    import pytest


def test_at_most_two_children_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lock, running, most = threading.Lock(), 0, 0
    run = sandbox._run

    def counted(request: bytes, **options: object) -> tuple[bytes, int]:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        try:
            return run(request, **options)  # type: ignore[arg-type] # the limits
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(sandbox, "_run", counted)
    with ThreadPoolExecutor(6) as pool:
        texts = list(
            pool.map(lambda n: read(f"Satz {n}.".encode(), filename="a.txt").text, range(6))
        )
    assert texts == [f"Satz {n}." for n in range(6)]
    assert most == 2
