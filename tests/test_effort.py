from __future__ import annotations

from time import sleep
from typing import TYPE_CHECKING

import pytest

from tests.effort import assert_brief, assert_growth

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.no_cover


def linear(length: int) -> Callable[[], object]:
    return lambda: [number * number for number in range(100 * length)]


def quadratic(length: int) -> Callable[[], object]:
    return lambda: [one < two for one in range(length) for two in range(length)]


def test_linear_work_passes_where_quadratic_work_fails() -> None:
    small, large = 500, 4_000
    assert_growth(linear(small), linear(large), times=24, spare=0.15)
    with pytest.raises(AssertionError):
        assert_growth(quadratic(small), quadratic(large), times=24, spare=0.15)


def test_work_that_is_linear_but_takes_too_long_fails() -> None:
    with pytest.raises(AssertionError):
        assert_growth(linear(500), linear(4_000), times=24, spare=0.15, limit=0.001)
    with pytest.raises(AssertionError):
        assert_brief(linear(4_000), limit=0.001)


def test_waiting_is_no_work() -> None:
    assert_brief(lambda: sleep(0.2), limit=0.1)


def test_a_single_hindrance_is_no_slowness() -> None:
    lengths = iter([4_000, 1])

    def work() -> None:
        linear(next(lengths))()

    assert_brief(work, limit=0.005)
