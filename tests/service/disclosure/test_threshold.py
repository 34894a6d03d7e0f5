from __future__ import annotations

import pytest

from service.disclosure.threshold import Mention, Threshold


def mentions(*numbers: int) -> list[Mention]:
    """Return so many statements of each conference."""
    return [
        Mention(f"{conference}/{at}", str(conference), "Verl", "2026-1")
        for conference, number in enumerate(numbers)
        for at in range(number)
    ]


@pytest.mark.parametrize(
    ("numbers", "of", "met"),
    [
        ((2, 2, 1), 4, True),
        ((2, 1, 1), 4, False),
        ((3, 2), 4, False),
        ((2, 2, 1), 3, False),
        ((), 4, False),
    ],
)
def test_enough_statements_of_enough_conferences_of_more(
    numbers: tuple[int, ...], of: int, *, met: bool
) -> None:
    assert Threshold().met(mentions(*numbers), of=of) is met


@pytest.mark.parametrize(
    ("difference", "betrays"), [(0, False), (1, True), (-4, True), (5, False), (-5, False)]
)
def test_small_differences_betray(difference: int, *, betrays: bool) -> None:
    assert Threshold().betrays(difference) is betrays


@pytest.mark.parametrize(("statements", "conferences"), [(2, 3), (5, 2), (0, 0)])
def test_nobody_can_ask_for_less_than_three(statements: int, conferences: int) -> None:
    with pytest.raises(ValueError, match="3"):
        Threshold(statements, conferences)
