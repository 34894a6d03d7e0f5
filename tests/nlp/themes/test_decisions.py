"""People's decisions: read from a file, replayed on runs, reported where they cannot hold."""

from __future__ import annotations

import itertools
import json
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.errors import DecisionsError
from nlp.themes.anchors import Anchors, Known
from nlp.themes.clustering import ConsensusSettings, cluster
from nlp.themes.constraints import close
from nlp.themes.decisions import Decision, Kind, read
from nlp.themes.replay import apply, plan
from nlp.types import Entry
from tests.nlp import runs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nlp.themes.replay import Outcome, Plan
    from nlp.types import ThemeRun


def lines(*decisions: Mapping[str, Any]) -> bytes:
    return "\n".join(json.dumps(decision, ensure_ascii=False) for decision in decisions).encode()


def entries(ids: str, **texts: str) -> list[Entry]:
    return [Entry(one, texts.get(one, f"Aussage {one}"), "Verl") for one in ids.split()]


def known(**themes: str) -> Known:
    statements = {theme: tuple(ids.split()) for theme, ids in themes.items()}
    theme_of = {one: theme for theme, ids in statements.items() for one in ids}
    return Known(theme_of, statements, taken=frozenset({*themes, "RETIRED"}))


def theme_run(**themes: str) -> ThemeRun:
    return runs.theme_run(
        *(
            runs.theme(theme, ids.split(), label=f"Label {theme}")
            for theme, ids in themes.items()
            if theme != "_"
        ),
        unbundled=themes.get("_", "").split(),
    )


def codes(outcome: Outcome) -> dict[str, dict[str, float]]:
    return {note.code.value: dict(note.figures) for note in outcome.notes}


def together(planned: Plan) -> list[set[str]]:
    return [set(link.members) for link in planned.constraints.together]


def apart(planned: Plan) -> set[frozenset[str]]:
    return {
        frozenset({a, b})
        for left, right in planned.constraints.apart
        for a, b in itertools.product(left, right)
    }


# --- the file -----------------------------------------------------------------


def test_a_file_is_read_in_the_order_of_its_dates() -> None:
    found = read(
        "\ufeff".encode()
        + lines(
            {"kind": "pin", "statements": ["a", "b"], "date": "2026-11-21", "by": "KI"},
            {"kind": "dismiss", "statement": "c"},
            {"kind": "rename", "theme": "T-1", "label": " Busse  am Abend", "date": "2026-03-01"},
        )
        + b"\r\n\r\n"
    )  # fmt: skip

    assert [decision.row for decision in found] == [3, 1, 2]
    assert found[0] == Decision(
        row=3,
        kind=Kind.RENAME,
        themes=("T-1",),
        label="Busse am Abend",
        decided_on=date(2026, 3, 1),
    )
    assert (found[1].by, found[2].decided_on) == ("KI", date(2026, 11, 21))


def test_a_decision_has_the_same_key_in_another_line_and_another_one_has_not() -> None:
    first, other, again = read(
        lines(
            {"kind": "dismiss", "statement": "a"},
            {"kind": "dismiss", "statement": "b"},
            {"kind": "dismiss", "statements": ["a"], "by": "KI"},
        )
    )

    assert first.key == again.key != other.key


@pytest.mark.parametrize(
    "line",
    [
        b"kein JSON",
        b"[]",
        b"7",
        b"null",
        b'{"kind": "delete", "statement": "a"}',
        b'{"kind": ["pin"], "statements": ["a", "b"]}',
        b'{"statement": "a"}',
        b'{"kind": "pin", "statements": ["a"]}',
        b'{"kind": "pin", "statements": ["a", "a"]}',
        b'{"kind": "pin", "statements": "ab"}',
        b'{"kind": "pin", "statements": ["a", ["b"]]}',
        b'{"kind": "pin", "statements": ["a", 7]}',
        b'{"kind": "pin", "statements": ["a", ""]}',
        b'{"kind": "pin", "statements": ["a", "b"], "colour": "red"}',
        b'{"kind": "pin", "statements": ["a", "b"], "date": "gestern"}',
        b'{"kind": "pin", "statements": ["a", "b"], "date": 20261121}',
        b'{"kind": "rename", "theme": "T"}',
        b'{"kind": "rename", "label": "Busse"}',
        b'{"kind": "rename", "theme": "T", "label": "  "}',
        b'{"kind": "rename", "theme": "T", "label": "a\\u0000b"}',
        b'{"kind": "rename", "theme": "T", "label": "\\ud800"}',
        b'{"kind": "rename", "themes": ["T", "U"], "label": "Busse"}',
        b'{"kind": "merge", "themes": ["T"]}',
        b'{"kind": "split", "theme": "T", "groups": [["a"]]}',
        b'{"kind": "split", "theme": "T", "groups": [["a"], []]}',
        b'{"kind": "split", "theme": "T", "groups": [["a"], ["a", "b"]]}',
        b'{"kind": "split", "theme": "T", "groups": "ab"}',
        b'{"kind": "move", "statement": "a"}',
        b'{"kind": "move", "theme": "T"}',
        b'{"kind": "dismiss"}',
        b'{"kind": "dismiss", "theme": "T", "statement": "a"}',
        b'{"kind": "dismiss", "themes": ["T", "U"]}',
        b'{"kind": "\xff"}',
        b"[" * 100_000,
    ],
)
def test_a_line_that_is_no_decision_is_named(line: bytes) -> None:
    with pytest.raises(DecisionsError) as caught:
        read(b'{"kind": "dismiss", "statement": "a"}\n\n' + line)

    assert caught.value.params == {"row": 3}


@given(st.binary(max_size=60))
def test_any_bytes_are_decisions_or_a_named_line(data: bytes) -> None:
    with suppress(DecisionsError):
        assert isinstance(read(data), tuple)


# --- before a run -------------------------------------------------------------


def test_a_merge_puts_the_statements_of_its_themes_together_part_by_part() -> None:
    decided = read(lines({"kind": "merge", "themes": ["A", "B"]}))

    planned = plan(decided, entries("1 2 3 4 5"), known=known(A="1 2", B="3 4"))

    (link,) = planned.constraints.together
    assert set(link.parts) == {frozenset("12"), frozenset("34")}
    assert planned.outcomes[0].notes == ()


def test_a_split_keeps_its_groups_together_and_apart() -> None:
    decided = read(lines({"kind": "split", "theme": "A", "groups": [["1", "2"], ["3"]]}))

    planned = plan(decided, entries("1 2 3"))

    assert together(planned) == [{"1", "2"}]
    assert apart(planned) == {frozenset("13")}  # one pair speaks for the whole group


def test_a_split_of_a_large_theme_is_no_product_of_its_groups() -> None:
    ids = [str(number) for number in range(600)]
    decided = read(lines({"kind": "split", "theme": "A", "groups": [ids[:300], ids[300:]]}))

    planned = plan(decided, entries(" ".join(ids)))

    assert len(planned.constraints.apart) == 1
    assert [len(group) for group in together(planned)] == [300, 300]


def test_a_move_follows_the_new_theme_and_leaves_the_old_one() -> None:
    decided = read(lines({"kind": "move", "statement": "1", "theme": "B"}))

    planned = plan(decided, entries("1 2 3 4 5 6"), known=known(A="1 2 3", B="4 5"))

    (link,) = planned.constraints.together
    assert (link.parts, link.followers) == ((frozenset("45"),), frozenset("1"))
    assert apart(planned) == {frozenset("12"), frozenset("13")}


def test_what_a_decision_stood_on_when_it_was_first_replayed_goes_on_counting() -> None:
    (decision,) = decided = read(lines({"kind": "merge", "themes": ["A", "B"]}))
    later = replace(
        known(A="1 2 3 4 5 6"), anchors={decision.key: Anchors((("1", "2"), ("3", "4")))}
    )

    planned = plan(decided, entries("1 2 3 4 5 6"), known=later)

    assert together(planned) == [{"1", "2", "3", "4"}]
    assert planned.outcomes[0].notes == ()


def test_anchors_stand_for_themes_that_no_run_knows() -> None:
    decided = read(
        lines(
            {"kind": "merge", "anchors": ["1", "2"]},
            {"kind": "move", "statement": "3", "anchors": ["1"]},
        )
    )

    planned = plan(decided, entries("1 2 3"))

    assert together(planned) == [{"1", "3"}, {"1", "2"}]
    assert all(outcome.followed and not outcome.notes for outcome in planned.outcomes)


def test_the_later_of_two_contradicting_decisions_wins_and_that_is_reported() -> None:
    pin = {"kind": "pin", "statements": ["1", "2", "3"]}
    split = {"kind": "split", "groups": [["1"], ["2", "3"]]}
    texts = entries("1 2 3")

    pin_last = plan(read(lines(split, pin)), texts)
    split_last = plan(read(lines(pin, split)), texts)

    assert together(pin_last)[0] == {"1", "2", "3"}
    assert apart(pin_last) == set()
    assert codes(pin_last.outcomes[0]) == {"overruled": {"links": 2}}
    assert apart(split_last) == {frozenset("12")}  # and so "3", which is with "2"
    assert {"2", "3"} in together(split_last)
    assert codes(split_last.outcomes[0]) == {"overruled": {"links": 1}}
    assert not split_last.outcomes[1].notes


def test_what_is_apart_stays_apart_through_what_each_is_together_with() -> None:
    decided = read(
        lines(
            {"kind": "pin", "statements": ["2", "4"]},
            {"kind": "pin", "statements": ["1", "2"]},
            {"kind": "pin", "statements": ["3", "4"]},
            {"kind": "split", "groups": [["2"], ["4"]]},
        )
    )

    planned = plan(decided, entries("1 2 3 4"))

    assert together(planned) == [{"3", "4"}, {"1", "2"}]
    assert [outcome.followed for outcome in planned.outcomes] == [False, True, True, True]
    assert codes(planned.outcomes[0]) == {"overruled": {"links": 1}}


def test_a_statement_that_was_dismissed_comes_back_by_a_later_decision_only() -> None:
    dismiss, pin = {"kind": "dismiss", "statement": "1"}, {"kind": "pin", "statements": ["1", "2"]}

    back = plan(read(lines(dismiss, pin)), entries("1 2"))
    gone = plan(read(lines(pin, dismiss)), entries("1 2"))

    assert back.dismissed == frozenset()
    assert [outcome.followed for outcome in back.outcomes] == [False, True]
    assert codes(back.outcomes[0]) == {"overruled": {"links": 1}}
    assert gone.dismissed == {"1"}
    assert [outcome.followed for outcome in gone.outcomes] == [False, True]
    assert codes(gone.outcomes[0]) == {"overruled": {"links": 1}}


def test_equal_texts_cannot_be_apart_and_that_is_reported() -> None:
    decided = read(lines({"kind": "split", "groups": [["1"], ["2", "3"]]}))

    planned = plan(decided, entries("1 2 3", **{"1": "Es fehlt.", "2": "Es  fehlt."}))

    assert together(planned) == []
    assert apart(planned) == {frozenset("13")}
    assert codes(planned.outcomes[0]) == {"equal_texts": {"pairs": 1}}


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        ({"kind": "merge", "themes": ["A", "X"]}, {"theme_unknown": {"themes": 1}}),
        ({"kind": "merge", "themes": ["A", "RETIRED"]}, {"theme_retired": {"themes": 1}}),
        ({"kind": "move", "statement": "1", "theme": "X"}, {"theme_unknown": {"themes": 1}}),
        ({"kind": "dismiss", "statement": "9"}, {"statements_gone": {"statements": 1, "of": 1}}),
        (
            {"kind": "pin", "statements": ["1", "9"]},
            {"statements_gone": {"statements": 1, "of": 2}},
        ),
    ],
)
def test_what_cannot_be_followed_is_reported_with_its_reason(
    decision: dict[str, Any], code: dict[str, dict[str, float]]
) -> None:
    planned = plan(read(lines(decision)), entries("1 2 3"), known=known(A="1 2"))

    assert codes(planned.outcomes[0]) == code
    assert not planned.outcomes[0].followed


def test_a_merge_outlives_half_of_its_statements_and_says_so() -> None:
    decided = read(lines({"kind": "merge", "themes": ["A", "B"]}))

    planned = plan(decided, entries("1 3"), known=known(A="1 2", B="3 4"))

    assert together(planned) == [{"1", "3"}]
    assert codes(planned.outcomes[0]) == {"statements_gone": {"statements": 2, "of": 4}}
    assert planned.outcomes[0].followed


# --- after a run --------------------------------------------------------------


def test_a_label_goes_to_the_theme_that_holds_most_of_the_anchors() -> None:
    decided = read(lines({"kind": "rename", "theme": "A", "label": "Busse"}))
    planned = plan(decided, entries("1 2 3 4 5"), known=known(A="1 2 3"))

    found = apply(theme_run(X="1 4", Y="2 3 5"), planned, floor=0.5)

    assert [theme.label for theme in found.run.themes] == ["Label X", "Busse"]
    assert found.outcomes[0].followed
    assert not found.outcomes[0].notes


def test_the_later_of_two_names_for_one_theme_wins() -> None:
    decided = read(
        lines(
            {"kind": "rename", "theme": "A", "label": "Busse"},
            {"kind": "rename", "theme": "B", "label": "Bahnen"},
        )
    )
    planned = plan(decided, entries("1 2 3 4"), known=known(A="1 2", B="3 4"))

    found = apply(theme_run(X="1 2 3 4"), planned, floor=0.5)

    assert found.run.themes[0].label == "Bahnen"
    assert [outcome.followed for outcome in found.outcomes] == [False, True]
    assert codes(found.outcomes[0]) == {"overruled": {"links": 1}}


def test_a_name_whose_statements_are_scattered_is_reported() -> None:
    decided = read(lines({"kind": "rename", "theme": "A", "label": "Busse"}))
    planned = plan(decided, entries("1 2 3 4 5 6 7"), known=known(A="1 2 3 4 5"))

    few = apply(theme_run(X="1 2 6", Y="3 7", _="4 5"), planned, floor=0.5)
    none = apply(theme_run(X="6 7", _="1 2 3 4 5"), planned, floor=0.5)

    assert codes(few.outcomes[0]) == {"scattered": {"statements": 2, "of": 5}}
    assert few.outcomes[0].followed
    assert codes(none.outcomes[0]) == {"scattered": {"statements": 0, "of": 5}}
    assert not none.outcomes[0].followed


def test_what_was_said_of_a_theme_stays_with_its_id() -> None:
    decided = read(lines({"kind": "rename", "theme": "A", "label": "Busse"}))
    planned = plan(decided, entries("1 2 3 4 5"), known=known(A="1 2 3"))

    found = apply(theme_run(A="1 4", Y="2 3 5"), planned, floor=0.5)

    assert [theme.label for theme in found.run.themes] == ["Busse", "Label Y"]


@pytest.mark.parametrize("kind", ["rename", "dismiss"])
def test_what_was_said_of_a_small_theme_is_not_said_of_the_large_one_that_took_it(
    kind: str,
) -> None:
    label = {"label": "Busse"} if kind == "rename" else {}
    decided = read(lines({"kind": kind, "theme": "A", **label}))
    planned = plan(decided, entries("1 2 3 4 5"), known=known(A="1 2", B="3 4 5"))

    found = apply(theme_run(B="1 2 3 4 5"), planned, floor=0.5)

    assert found.dismissed == frozenset()
    assert [theme.label for theme in found.run.themes] == ["Label B"]
    assert not found.outcomes[0].followed
    assert codes(found.outcomes[0]) == {"absorbed": {"statements": 2, "of": 2}}


def test_a_dismissed_theme_keeps_its_statements_and_is_marked() -> None:
    decided = read(lines({"kind": "dismiss", "theme": "A"}))
    planned = plan(decided, entries("1 2 3"), known=known(A="1 2"))

    found = apply(theme_run(X="1 2 3"), planned, floor=0.5)

    assert planned.dismissed == frozenset()
    assert found.dismissed == {"X"}
    assert found.run.theme_of == {"1": "X", "2": "X", "3": "X"}


def test_what_is_together_by_force_alone_is_reported_as_weak() -> None:
    decided = read(lines({"kind": "move", "statement": "1", "theme": "A"}))
    planned = plan(decided, entries("1 2 3"), known=known(A="2 3"))
    run = theme_run(X="1 2 3")
    run = replace(run, strength_of={**run.strength_of, "1": 0.125})

    found = apply(run, planned, floor=0.55)

    assert codes(found.outcomes[0]) == {"weak": {"strength": 0.125, "floor": 0.55}}
    assert found.outcomes[0].followed


# --- invariants ---------------------------------------------------------------

IDS = [str(number) for number in range(12)]
ids = st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True)
theme_names = st.sampled_from(["A", "B", "C", "RETIRED", "X"])
decision_lines = st.one_of(
    st.fixed_dictionaries(
        {"kind": st.just("merge"), "themes": st.lists(theme_names, min_size=2, unique=True)}
    ),
    st.fixed_dictionaries(
        {"kind": st.just("split"), "groups": st.permutations(IDS).map(lambda p: [p[:2], p[2:5]])}
    ),
    st.fixed_dictionaries({"kind": st.just("move"), "statements": ids, "theme": theme_names}),
    st.fixed_dictionaries({"kind": st.just("dismiss"), "statements": ids}),
    st.fixed_dictionaries({"kind": st.just("dismiss"), "theme": theme_names}),
    st.fixed_dictionaries(
        {"kind": st.just("rename"), "theme": theme_names, "label": st.sampled_from("xy")}
    ),
    st.fixed_dictionaries(
        {"kind": st.just("pin"), "statements": ids.filter(lambda found: len(found) > 1)}
    ),
)
BEFORE = known(A="0 1 2 3", B="4 5 6", C="7 8")


def close_all(planned: Plan, there: Sequence[Entry]) -> None:
    """Fail if the constraints contradict each other on the texts there are."""
    number = {text: place for place, text in enumerate(sorted({e.text for e in there}))}
    close(planned.constraints.mapped({entry.id: number[entry.text] for entry in there}))


@settings(deadline=None)
@given(
    decided=st.lists(decision_lines, max_size=7),
    there=st.sets(st.sampled_from(IDS)),
    equal=st.sets(st.sampled_from(IDS), max_size=3),
    order=st.randoms(use_true_random=False),
)
def test_any_decisions_give_constraints_that_can_hold_and_nothing_is_dropped_silently(
    decided: list[dict[str, Any]],
    there: set[str],
    equal: set[str],
    order: Any,  # noqa: ANN401
) -> None:
    texts = dict.fromkeys(equal, "gleich")
    present = [Entry(one, texts.get(one, one), "Verl") for one in sorted(there)]
    shuffled = order.sample(present, len(present))
    read_ = read(lines(*decided))

    planned = plan(read_, present, known=BEFORE)

    close_all(planned, present)
    assert planned == plan(read_, shuffled, known=BEFORE)
    assert planned.dismissed <= there
    assert planned.constraints.members <= there - planned.dismissed
    assert [outcome.decision for outcome in planned.outcomes] == list(read_)
    run = theme_run(X=" ".join(sorted(there - planned.dismissed)))
    for outcome in apply(run, planned, floor=0.5).outcomes:
        assert outcome.followed or outcome.notes


@settings(max_examples=10, deadline=None)
@given(
    decided=st.lists(decision_lines, min_size=1, max_size=5),
    seed=st.integers(0, 1000),
    more=st.integers(0, 20),
)
def test_decisions_hold_again_when_new_statements_have_come(
    decided: list[dict[str, Any]], seed: int, more: int
) -> None:
    """Replayed with their anchors kept, on other data whose themes are others."""
    first = plan(read(lines(*decided)), entries(" ".join(IDS)), known=BEFORE)
    kept = {outcome.decision.key: outcome.anchors for outcome in first.outcomes}
    there = entries(" ".join([*IDS, *(f"n{number}" for number in range(more))]))
    later = plan(read(lines(*decided)), there, known=replace(known(Z="0 4 7 9"), anchors=kept))
    there = [entry for entry in there if entry.id not in later.dismissed]
    vectors = np.random.default_rng(seed).normal(size=(len(there), 6)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    found = cluster(
        vectors,
        [entry.text for entry in there],
        seed=seed,
        settings=ConsensusSettings(runs=2),
        constraints=later.constraints.mapped({e.id: row for row, e in enumerate(there)}),
    )

    label = {entry.id: int(found.labels[row]) for row, entry in enumerate(there)}
    for link in (*first.constraints.together, *later.constraints.together):
        assert len({label[one] for one in link.members}) == 1
    for one, other in (pair for pair in map(sorted, apart(first) | apart(later))):
        assert label[one] != label[other] or label[one] == -1
