"""How much work something is, whatever else the machine does at the same time.

What counts is the processor time of this thread, not the clock: it stands still while other
processes and threads have the core. It still sways, since they share caches and memory with
it. So what goes over a bound is measured again, and the least counts: nothing makes work less
than it is. Tests that measure are marked ``no_cover``: the bounds are those of the program.
"""

from __future__ import annotations

from math import inf
from time import thread_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Work = Callable[[], object]

_TRIES = 3


def seconds(work: Work) -> float:
    """Do it; return its processor time."""
    start = thread_time()
    work()
    return thread_time() - start


def assert_brief(work: Work, *, limit: float) -> None:
    """At least one of a few tries takes less than so many seconds."""
    spent: list[float] = []
    while not spent or (spent[-1] >= limit and len(spent) < _TRIES):
        spent.append(seconds(work))
    assert min(spent) < limit, spent


def assert_growth(
    small: Work, large: Work, *, times: float, spare: float, limit: float = inf
) -> None:
    """The larger work takes at most so many times as long as the smaller, and some seconds.

    Args:
        small: The work on a short input.
        large: The same work on a longer one.
        times: How many times as long it may take: where it shall grow with the length of the
            input, between the ratio of the lengths and the square of it.
        spare: Seconds on top, for what is too brief to be told apart.
        limit: Seconds that the larger work may take in any case.
    """
    spent: list[tuple[float, float]] = []
    bound, least = 0.0, inf
    while least >= bound and len(spent) < _TRIES:
        spent.append((seconds(small), seconds(large)))
        bound = min(limit, times * min(one for one, _ in spent) + spare)
        least = min(two for _, two in spent)
    assert least < bound, spent
