from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from service.disclosure.cells import Earlier, Row, protected
from service.disclosure.threshold import Mention, Threshold
from tests.service.disclosure.attacker import Attacker

if TYPE_CHECKING:
    from collections.abc import Mapping

THRESHOLD = Threshold()
WIDTH = THRESHOLD.statements
TOWNS = "ABCDEF"


def shown(counts: Mapping[str, int], *earlier: Row) -> Row:
    large = [key for key, count in counts.items() if count >= WIDTH]
    row = protected(counts, large, earlier=[*map(Earlier, earlier)], threshold=THRESHOLD)
    assert row is not None
    return row


def test_large_cells_are_shown_beside_a_large_rest() -> None:
    assert shown({"A": 7, "B": 3, "C": 2, "D": 0}).cells == {
        "A": 7, "B": None, "C": None, "D": None
    }  # fmt: skip


def test_a_single_small_cell_takes_the_smallest_large_one_with_it() -> None:
    assert shown({"A": 7, "B": 9, "C": 2}).cells == {"A": None, "B": 9, "C": None}


def test_a_small_rest_takes_the_smallest_large_cell_with_it() -> None:
    assert shown({"A": 7, "B": 9, "C": 2, "D": 1}).cells["A"] is None


def test_zeros_are_withheld_like_small_counts() -> None:
    assert shown({"A": 9, "B": 8, "C": 0, "D": 0}).cells == {
        "A": 9, "B": None, "C": None, "D": None
    }  # fmt: skip


def test_a_row_without_small_cells_is_shown_whole() -> None:
    assert shown({"A": 7, "B": 9}).cells == {"A": 7, "B": 9}


def test_a_cell_that_changed_a_little_is_withheld() -> None:
    before = shown({"A": 7, "B": 3, "C": 3})
    assert before.cells["A"] == 7
    assert shown({"A": 8, "B": 6, "C": 5}, before).cells["A"] is None
    assert shown({"A": 7, "B": 6, "C": 5}, before).cells["A"] == 7
    assert shown({"A": 12, "B": 3, "C": 3}, before).cells["A"] == 12


def test_a_rest_that_changed_a_little_takes_a_changed_cell_with_it() -> None:
    before = shown({"A": 7, "B": 3, "C": 3})
    assert shown({"A": 12, "B": 4, "C": 3}, before).cells["A"] is None


def test_every_row_of_before_counts_not_only_the_last() -> None:
    first = shown({"A": 7, "B": 3, "C": 3})
    second = Row(18, {"A": None, "B": None, "C": None})
    assert shown({"A": 8, "B": 8, "C": 7}, first, second).cells["A"] is None


def mentions(*numbers: int) -> list[Mention]:
    """Return so many statements of each conference."""
    return [
        Mention(f"{conference}/{at}", str(conference), "A", "2026-1")
        for conference, number in enumerate(numbers)
        for at in range(number)
    ]


@pytest.mark.parametrize(
    ("came", "left", "figure"),
    [
        (mentions(5), [], None),
        (mentions(2, 2, 1), [], 13),
        (mentions(4, 4, 2), mentions(5), None),
        (mentions(4, 4, 2), mentions(2, 2, 1), 13),
    ],
)
def test_a_change_of_one_conference_is_withheld_however_many_statements_it_has(
    came: list[Mention], left: list[Mention], figure: int | None
) -> None:
    others = mentions(2, 2, 2)
    shown_before = Row(15, {"A": 8, "B": None, "C": None})
    before = Earlier(shown_before, {"A": came, "B": others}, {"A": left, "B": others})
    counts = {"A": 13, "B": 6, "C": 6}
    row = protected(counts, ["A"], earlier=[before], threshold=THRESHOLD)
    assert row is not None
    assert row.cells["A"] == figure


def test_a_rest_that_one_conference_changed_takes_a_changed_cell_with_it() -> None:
    before = Row(14, {"A": 8, "B": None, "C": None})
    came = {"A": mentions(2, 2, 1), "B": mentions(5)}
    counts = {"A": 13, "B": 8, "C": 3}
    row = protected(counts, ["A"], earlier=[Earlier(before, came)], threshold=THRESHOLD)
    assert row is not None
    assert row.cells["A"] is None


def test_a_place_that_is_gone_is_known_to_have_none_now() -> None:
    left = {"A": mentions(8)}
    before = Earlier(Row(19, {"A": 8, "B": None, "C": None}), left=left)
    row = protected({"B": 6, "C": 5}, [], earlier=[before], threshold=THRESHOLD)
    assert row is None


def test_a_place_that_was_silent_before_is_known_to_have_had_none() -> None:
    before = shown({"A": 7, "B": 6})
    assert shown({"A": 7, "B": 6, "C": 5}, before).cells == {"A": 7, "B": 6, "C": 5}


@pytest.mark.parametrize(
    ("before", "counts"),
    [
        (Row(14, {"A": 8, "B": None}), {"A": 9}),
        (Row(10, {"A": None, "B": None}), {"A": 6, "B": 6}),
        (None, {"A": 2, "B": 1}),
    ],
)
def test_where_the_total_alone_tells_too_much_there_is_no_row(
    before: Row | None, counts: dict[str, int]
) -> None:
    earlier = [Earlier(before)] if before else []
    assert protected(counts, [], earlier=earlier, threshold=THRESHOLD) is None


# --- the attacker -----------------------------------------------------------------

rows = st.lists(st.integers(0, 14), min_size=1, max_size=6).map(
    lambda counts: dict(zip(TOWNS, counts, strict=False))
)


def learn(attacker: Attacker, row: Row, when: str) -> None:
    attacker.learns([(when, key) for key in row.cells], row.total)
    for key, figure in row.cells.items():
        if figure is not None:
            attacker.learns([(when, key)], figure)


@settings(max_examples=150, deadline=None)
@given(rows)
@example({"A": 5, "B": 5, "C": 1})
@example({"A": 9, "B": 0})
def test_no_withheld_cell_is_pinned_or_bounded_by_what_is_shown(counts: dict[str, int]) -> None:
    assume(sum(counts.values()) >= WIDTH)
    row = shown(counts)
    attacker = Attacker()
    learn(attacker, row, "now")
    for key, figure in row.cells.items():
        if figure is None:
            least, greatest = attacker.bounds({("now", key): 1})
            assert least == pytest.approx(0)
            assert greatest >= WIDTH - 1e-6


@settings(max_examples=150, deadline=None)
@given(st.lists(rows, min_size=2, max_size=3))
@example([{"A": 7, "B": 3, "C": 3}, {"A": 12, "B": 4, "C": 3}])
@example([{"A": 7, "B": 3, "C": 3}, {"A": 8, "B": 6, "C": 5}])
def test_no_small_change_can_be_computed_from_two_rows(history: list[dict[str, int]]) -> None:
    earlier: list[Row] = []
    for counts in history:
        total = sum(counts.values())
        if total < WIDTH or any(THRESHOLD.betrays(total - row.total) for row in earlier):
            continue  # the caller shows neither
        large = [key for key, count in counts.items() if count >= WIDTH]
        row = protected(counts, large, earlier=[*map(Earlier, earlier)], threshold=THRESHOLD)
        if row is None:
            continue
        for before in earlier:
            assert_no_small_change(before, row)
        earlier.append(row)


def assert_no_small_change(before: Row, now: Row) -> None:
    attacker = Attacker()
    learn(attacker, before, "before")
    learn(attacker, now, "now")
    keys = sorted(before.cells.keys() | now.cells.keys())
    for absent, row in (("before", before), ("now", now)):
        for key in keys:
            if key not in row.cells:
                attacker.learns([(absent, key)], 0)
    hidden = [key for key in keys if None in {before.cells.get(key, 0), now.cells.get(key, 0)}]
    for group in [*([key] for key in keys), hidden]:
        change = {("now", key): 1 for key in group} | {("before", key): -1 for key in group}
        least, greatest = attacker.bounds(change)
        if greatest - least < WIDTH - 1e-6:  # then it must be known for certain, and not small
            assert greatest - least == pytest.approx(0)
            assert not THRESHOLD.betrays(round(least)), (group, least)
