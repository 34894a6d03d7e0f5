from __future__ import annotations

from datetime import timedelta

import pytest

from service.access.attempts import ACCOUNT, ADDRESS
from tests.service.people import KEY, NOW


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (10, 32), (15, 900), (10**6, 900)]
)
def test_the_wait_doubles_with_each_failure_and_has_an_end(failures: int, seconds: int) -> None:
    assert ACCOUNT.wait(failures, NOW, now=NOW) == timedelta(seconds=seconds)


def test_the_wait_passes() -> None:
    assert ACCOUNT.wait(6, NOW, now=NOW + timedelta(seconds=1)) == timedelta(seconds=1)
    assert ACCOUNT.wait(6, NOW, now=NOW + timedelta(seconds=2)) == timedelta()


def test_a_town_hall_behind_one_address_waits_later_and_less() -> None:
    assert ADDRESS.wait(29, NOW, now=NOW) == timedelta()
    assert ADDRESS.wait(99, NOW, now=NOW) == timedelta(minutes=1)


def test_what_is_counted_can_be_read_only_with_the_key() -> None:
    found = ADDRESS.digest("192.0.2.7", key=KEY)
    assert len(found) == 64
    assert found != ADDRESS.digest("192.0.2.7", key=bytes([1]) * 32)
    assert found != ACCOUNT.digest("192.0.2.7", key=KEY)
