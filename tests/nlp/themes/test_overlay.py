"""Decisions laid over the last run's result."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.decisions import Decision, Kind
from nlp.themes.overlay import State, applied, opens

STATEMENTS = [f"s{number}" for number in range(8)]
THEMES = ["T-2026-001", "T-2026-002", "T-2026-003"]
BEFORE = State(
    {"s0": THEMES[0], "s1": THEMES[0], "s2": THEMES[0], "s3": THEMES[1], "s4": THEMES[1],
     "s5": THEMES[2], "s6": None, "s7": None}
)  # fmt: skip


def after(*decisions: Decision) -> State:
    opened = {
        decision.row: [
            f"T-2026-{100 * decision.row + serial}" for serial in range(opens(decision))
        ]
        for decision in decisions
    }
    return applied(BEFORE, decisions, opened=opened)


def of(state: State, *statements: str) -> list[str | None]:
    return [state.theme_of.get(one) for one in statements]


def test_a_new_name_is_there_at_once() -> None:
    named = after(Decision(row=1, kind=Kind.RENAME, themes=(THEMES[1],), label="Busse"))

    assert named.labels == {THEMES[1]: "Busse"}
    assert named.theme_of == BEFORE.theme_of


def test_the_later_name_counts() -> None:
    first = Decision(row=1, kind=Kind.RENAME, themes=(THEMES[1],), label="Busse")
    second = Decision(row=2, kind=Kind.RENAME, themes=(THEMES[1],), label="Bahnen")

    assert after(first, second).labels == {THEMES[1]: "Bahnen"}


def test_of_merged_themes_the_first_takes_all() -> None:
    merged = after(Decision(row=1, kind=Kind.MERGE, themes=(THEMES[1], THEMES[0])))

    assert of(merged, "s0", "s1", "s2", "s3", "s4", "s5") == [THEMES[1]] * 5 + [THEMES[2]]


def test_the_first_group_keeps_the_theme_with_what_is_in_no_group() -> None:
    split = after(Decision(row=1, kind=Kind.SPLIT, groups=(("s0",), ("s2",))))

    assert of(split, "s0", "s1", "s2") == [THEMES[0], THEMES[0], "T-2026-100"]


def test_a_statement_moves_also_from_nowhere() -> None:
    moved = after(Decision(row=1, kind=Kind.MOVE, themes=(THEMES[2],), statements=("s0", "s6")))

    assert of(moved, "s0", "s1", "s5", "s6") == [THEMES[2], THEMES[0], THEMES[2], THEMES[2]]


def test_pinned_statements_go_with_the_first_that_is_in_a_theme() -> None:
    pinned = after(Decision(row=1, kind=Kind.PIN, statements=("s6", "s3", "s0")))

    assert of(pinned, "s6", "s3", "s0", "s1") == [THEMES[1], THEMES[1], THEMES[1], THEMES[0]]


def test_pinned_statements_of_no_theme_open_one() -> None:
    pinned = after(Decision(row=1, kind=Kind.PIN, statements=("s6", "s7")))

    assert of(pinned, "s6", "s7") == ["T-2026-100", "T-2026-100"]


def test_a_dismissed_theme_keeps_its_statements() -> None:
    dismissed = after(Decision(row=1, kind=Kind.DISMISS, themes=(THEMES[0],)))

    assert dismissed.dismissed == {THEMES[0]}
    assert dismissed.theme_of == BEFORE.theme_of


def test_a_dismissed_statement_is_set_aside_until_somebody_moves_it() -> None:
    aside = Decision(row=1, kind=Kind.DISMISS, statements=("s0",))
    back = Decision(row=2, kind=Kind.MOVE, themes=(THEMES[1],), statements=("s0",))

    assert "s0" not in after(aside).theme_of
    assert after(aside).set_aside == {"s0"}
    assert of(after(aside, back), "s0") == [THEMES[1]]
    assert not after(aside, back).set_aside


def test_anchors_stand_for_the_theme_that_holds_most_of_them() -> None:
    named = after(Decision(row=1, kind=Kind.RENAME, anchors=("s0", "s1", "s3"), label="Busse"))

    assert named.labels == {THEMES[0]: "Busse"}


def test_statements_that_are_gone_change_nothing() -> None:
    assert (
        after(Decision(row=1, kind=Kind.MOVE, themes=(THEMES[0],), statements=("weg",))) == BEFORE
    )


_some = st.lists(st.sampled_from(STATEMENTS), min_size=2, max_size=4, unique=True).map(tuple)
_decisions = st.lists(
    st.one_of(
        st.builds(Decision, row=st.just(0), kind=st.just(Kind.MERGE),
                  themes=st.permutations(THEMES).map(lambda order: tuple(order[:2]))),
        st.builds(Decision, row=st.just(0), kind=st.just(Kind.MOVE), statements=_some,
                  themes=st.sampled_from(THEMES).map(lambda theme: (theme,))),
        st.builds(Decision, row=st.just(0), kind=st.just(Kind.PIN), statements=_some),
        st.builds(Decision, row=st.just(0), kind=st.just(Kind.DISMISS), statements=_some),
        st.builds(Decision, row=st.just(0), kind=st.just(Kind.SPLIT),
                  groups=_some.map(lambda ids: ((ids[0],), ids[1:]))),
    ),
    max_size=6,
)  # fmt: skip


@given(_decisions)
def test_every_statement_stays_in_exactly_one_place(decisions: list[Decision]) -> None:
    state = after(*decisions)

    assert not state.theme_of.keys() & state.set_aside
    assert state.theme_of.keys() | state.set_aside == set(STATEMENTS)
