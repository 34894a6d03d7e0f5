"""What becomes of themes between runs: simulated half-years with known fates, and invariants."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.lineage import ALIKE, Evidence, Kind, Lineage, compare, named, trace
from nlp.types import Nearest
from tests.nlp import runs as made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    ThemeOf = dict[str, str | None]

YEAR = 2026


def themes(**members: str) -> ThemeOf:
    """``a="1 2 3"`` is a theme ``a`` of three statements; ``_`` holds what is not bundled."""
    return {
        entry: None if theme == "_" else theme
        for theme, entries in members.items()
        for entry in entries.split()
    }


def kinds(lineage: Lineage) -> set[tuple[str, str | None, str | None]]:
    return {(link.kind.value, link.previous, link.current) for link in lineage.links}


# --- the five fates -----------------------------------------------------------


def test_in_a_first_run_all_themes_are_new_and_numbered_by_size() -> None:
    lineage = trace({}, themes(x="1 2", y="3 4 5", _="6"), year=YEAR)

    assert lineage.stable == {"y": "T-2026-001", "x": "T-2026-002"}
    assert kinds(lineage) == {("new", None, "T-2026-001"), ("new", None, "T-2026-002")}
    assert lineage.taken == ("T-2026-001", "T-2026-002")


def test_a_theme_that_keeps_its_statements_and_gains_new_ones_is_continued() -> None:
    lineage = trace(themes(A="1 2 3 4"), themes(x="1 2 3 7 8 9 10 11", _="4"), year=YEAR)

    (link,) = lineage.links
    assert (link.kind, link.previous, link.current) == (Kind.CONTINUED, "A", "A")
    assert (link.shared, link.share_of_previous, link.share_of_current) == (3, 0.75, 1.0)
    assert link.evidence is Evidence.STATEMENTS


def test_of_a_split_the_largest_heir_keeps_the_id() -> None:
    lineage = trace(themes(A="1 2 3 4 5"), themes(x="1 2", y="3 4 5"), year=YEAR)

    assert kinds(lineage) == {("split", "A", "A"), ("split", "A", "T-2026-001")}
    assert lineage.stable == {"y": "A", "x": "T-2026-001"}


def test_of_a_merge_the_largest_contributors_id_lives_on() -> None:
    lineage = trace(themes(A="1 2", B="3 4 5"), themes(x="1 2 3 4 5"), year=YEAR)

    assert kinds(lineage) == {("merged", "A", "B"), ("merged", "B", "B")}
    assert lineage.taken == ("A", "B")


def test_a_theme_whose_statements_scatter_is_retired_and_one_from_nowhere_is_new() -> None:
    lineage = trace(
        themes(A="1 2 3 4", B="5 6 7"), themes(x="5 6 7 1", y="8 9", _="2 3 4"), year=YEAR
    )

    assert kinds(lineage) == {
        ("continued", "B", "B"),
        ("new", None, "T-2026-001"),
        ("retired", "A", None),
    }


def test_one_statement_that_strays_into_a_new_theme_splits_nothing() -> None:
    lineage = trace(themes(A="1 2 3 4 5"), themes(x="1 2 3 4", y="5 6 7 8"), year=YEAR)

    assert kinds(lineage) == {("continued", "A", "A"), ("new", None, "T-2026-001")}


def test_a_part_that_leaves_one_theme_for_another_is_a_split_and_the_other_goes_on() -> None:
    lineage = trace(themes(A="1 2 3 4 5 6", B="7 8"), themes(x="1 2 3", y="4 5 6 7 8"), year=YEAR)

    assert lineage.stable == {"x": "A", "y": "B"}
    assert kinds(lineage) == {("split", "A", "A"), ("split", "A", "B"), ("merged", "B", "B")}


# --- ids ----------------------------------------------------------------------


def test_an_id_is_never_used_again_not_even_of_a_retired_theme() -> None:
    lineage = trace(
        {}, themes(x="1 2"), year=YEAR, taken=("T-2026-001", "T-2026-041", "T-2025-300")
    )

    assert lineage.stable == {"x": "T-2026-042"}
    assert lineage.taken == ("T-2025-300", "T-2026-001", "T-2026-041", "T-2026-042")


def test_the_thousandth_theme_of_a_year_has_an_id_too() -> None:
    lineage = trace({}, themes(x="1 2"), year=YEAR, taken=("T-2026-999",))

    assert lineage.stable == {"x": "T-2026-1000"}


def test_a_run_takes_the_stable_ids() -> None:
    run = made.theme_run(made.theme("T-001", "12"), unbundled="3")
    run = replace(run, nearest={"3": Nearest("T-001", 0.4)})

    found = named(run, {"T-001": "T-2026-007"})

    assert [theme.id for theme in found.themes] == ["T-2026-007"]
    assert found.theme_of == {"1": "T-2026-007", "2": "T-2026-007"}
    assert found.nearest == {"3": Nearest("T-2026-007", 0.4)}
    assert set(found.means) == {"T-2026-007"}


# --- invariants ---------------------------------------------------------------

assignments = st.dictionaries(
    st.integers(0, 30).map(str), st.sampled_from(["a", "b", "c", "d", None]), max_size=30
)


def renamed(theme_of: ThemeOf, prefix: str) -> ThemeOf:
    return {entry: theme and prefix + theme for entry, theme in theme_of.items()}


@given(previous=assignments, current=assignments)
def test_every_theme_of_both_runs_has_its_fate_and_ids_are_one_to_one(
    previous: ThemeOf, current: ThemeOf
) -> None:
    lineage = trace(previous, renamed(current, "x"), year=YEAR, taken=("T-2026-001",))

    before = {theme for theme in previous.values() if theme}
    now = {"x" + theme for theme in current.values() if theme}
    assert {link.previous for link in lineage.links} - {None} == before
    assert {link.current for link in lineage.links} - {None} == set(lineage.stable.values())
    assert set(lineage.stable) == now
    assert len(set(lineage.stable.values())) == len(now)
    assert before | set(lineage.stable.values()) <= set(lineage.taken)
    assert "T-2026-001" not in lineage.stable.values()
    for link in lineage.links:
        assert (link.kind is Kind.NEW) == (link.previous is None)
        assert (link.kind is Kind.RETIRED) == (link.current is None)
        assert 0 <= link.share_of_previous <= 1
        assert 0 <= link.share_of_current <= 1


@given(previous=assignments, current=assignments, order=st.randoms(use_true_random=False))
def test_the_order_of_statements_changes_nothing(
    previous: ThemeOf, current: ThemeOf, order: st.DataObject
) -> None:
    def shuffled(theme_of: ThemeOf) -> ThemeOf:
        items = list(theme_of.items())
        order.shuffle(items)  # type: ignore[attr-defined]  # a random.Random
        return dict(items)

    straight = trace(previous, renamed(current, "x"), year=YEAR)

    assert trace(shuffled(previous), shuffled(renamed(current, "x")), year=YEAR) == straight


@given(previous=assignments, deleted=st.sets(st.integers(0, 30).map(str)))
def test_deleting_statements_renumbers_nothing(previous: ThemeOf, deleted: set[str]) -> None:
    left = {entry: theme for entry, theme in previous.items() if entry not in deleted}

    lineage = trace(previous, renamed(left, "x"), year=YEAR)

    assert lineage.stable == {"x" + theme: theme for theme in left.values() if theme}
    assert all(link.kind in {Kind.CONTINUED, Kind.RETIRED} for link in lineage.links)


# --- runs that share no statement ---------------------------------------------


def test_without_a_common_statement_the_mean_vectors_tell_which_themes_go_on() -> None:
    rng = np.random.default_rng(5)
    matters = rng.normal(size=(6, 32))

    def seen(names: Mapping[str, int]) -> dict[str, npt.NDArray[np.float32]]:
        return {
            name: (9 + matters[matter] + rng.normal(0, 0.3, 32)).astype(np.float32)
            for name, matter in names.items()
        }

    similarity = compare(
        seen({"A": 0, "B": 1, "C": 2, "D": 3}),
        seen({"x": 2, "y": 0, "z": 5}),
        dimensions=[20, 12],
    )
    lineage = trace(
        themes(A="1 2", B="3 4", C="5 6", D="7 8"),
        themes(x="9 10", y="11 12", z="13 14"),
        year=YEAR,
        similarity=similarity,
    )

    assert lineage.stable == {"x": "C", "y": "A", "z": "T-2026-001"}
    continued = [link for link in lineage.links if link.kind is Kind.CONTINUED]
    assert all(link.evidence is Evidence.SIMILARITY for link in continued)
    assert all(link.similarity and link.similarity >= ALIKE for link in continued)
    assert {link.previous for link in lineage.links if link.kind is Kind.RETIRED} == {"B", "D"}


def test_one_common_statement_is_better_evidence_than_similarity() -> None:
    one = np.ones(3, np.float32)
    similarity = compare({"A": one}, {"x": one}, dimensions=[3])

    lineage = trace(themes(A="1 2 3"), themes(x="4 5", _="1"), year=YEAR, similarity=similarity)

    assert lineage.stable == {"x": "T-2026-001"}


@pytest.mark.parametrize(("before", "now"), [(0, 0), (0, 2), (2, 0), (1, 1)])
def test_hardly_any_themes_can_be_compared(before: int, now: int) -> None:
    vector = np.ones(4, np.float32)
    previous = {f"A{number}": vector for number in range(before)}
    current = {f"x{number}": vector for number in range(now)}

    lineage = trace(
        {f"p{theme}": theme for theme in previous},
        {f"c{theme}": theme for theme in current},
        year=YEAR,
        similarity=compare(previous, current, dimensions=[4]),
    )

    assert len(lineage.stable) == now


# --- simulated half-years -----------------------------------------------------

WRONG = 0.1  # share of statements that a run puts elsewhere


def noisy(truth: Mapping[str, str], rng: np.random.Generator) -> ThemeOf:
    """Put one statement in ten into another theme or into none, each run on its own."""
    places = [*sorted(set(truth.values())), None]
    return {
        entry: places[rng.integers(len(places))] if rng.random() < WRONG else theme
        for entry, theme in sorted(truth.items())
    }


def identity(runs: Sequence[Mapping[str, str]], seed: int) -> tuple[int, int, int]:
    """Trace runs one after the other; return identities found rightly, found, and there.

    An identity is a pair of a theme before and a theme now with one id. In truth that is
    the gold theme's own name, which a split's largest heir and a merge keep.
    """
    rng = np.random.default_rng(seed)
    previous: ThemeOf = {}
    gold_of: dict[str, str] = {}
    taken: tuple[str, ...] = ()
    right = found = there = 0
    for truth in runs:
        run = noisy(truth, rng)
        lineage = trace(previous, run, year=YEAR, taken=taken)
        now = {stable: gold for gold, stable in lineage.stable.items()}
        kept = {stable for stable in now if stable in gold_of}
        right += sum(gold_of[stable] == now[stable] for stable in kept)
        found += len(kept)
        there += len(set(gold_of.values()) & set(now.values()))
        previous = {entry: theme and lineage.stable[theme] for entry, theme in run.items()}
        gold_of, taken = now, lineage.taken
    return right, found, there


def f1(counts: Iterable[tuple[int, int, int]]) -> float:
    right, found, there = np.sum(list(counts), axis=0)
    return float(2 * right / (found + there))


def simulated(seed: int) -> list[dict[str, str]]:
    """Eight half-years of a Kreis: statements arrive and go, themes split, merge and vanish."""
    rng = np.random.default_rng(seed)
    truth: dict[str, str] = {}
    living = [f"g{number:02d}" for number in range(12)]
    runs, serial, born = [], 0, len(living)
    for _half_year in range(8):
        for theme in living:
            for _arriving in range(rng.integers(2, 8)):
                serial += 1
                truth[f"s{serial}"] = theme
        runs.append(dict(truth))
        for entry in rng.permutation(sorted(truth))[: len(truth) // 20]:
            del truth[str(entry)]  # notes are deleted
        by_size = sorted(living, key=lambda theme: -list(truth.values()).count(theme))
        splitting, absorbing, absorbed, vanishing = by_size[0], by_size[2], by_size[-1], by_size[5]
        living = [theme for theme in living if theme not in {absorbed, vanishing}]
        living += [part := f"g{born:02d}", f"g{born + 1:02d}"]
        born += 2
        mine = sorted(entry for entry, theme in truth.items() if theme == splitting)
        leaving = set(mine[: len(mine) * 2 // 5])
        truth = {
            entry: part if entry in leaving else absorbing if theme == absorbed else theme
            for entry, theme in truth.items()
            if theme != vanishing
        }
    return runs


def test_identity_holds_over_simulated_half_years_with_one_statement_in_ten_wrong() -> None:
    assert f1(identity(simulated(seed), seed) for seed in range(10)) >= 0.9


def half_years(path: Path, *, per_theme: int, seed: int) -> list[dict[str, str]]:
    """Return the gold themes of a sample by the end of each half-year."""
    by_label = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            by_label[row["label"]].append((date.fromisoformat(row["date"]), row["id"]))
    rng = np.random.default_rng(seed)
    rows = [
        (*by_label[label][row], label)
        for label in sorted(by_label)
        for row in rng.permutation(len(by_label[label]))[:per_theme].tolist()
    ]
    ends = [date(year, month, 1) for year in range(2011, 2018) for month in (1, 7)]
    return [{entry: label for day, entry, label in rows if day < end} for end in ends]


def test_identity_holds_over_the_half_years_of_parliament(shared: Path) -> None:
    path = shared / "data/themes/dev_dip_andere_politikfelder.csv"
    runs: Callable[[int], list[dict[str, str]]] = lambda seed: half_years(  # noqa: E731 - short
        path, per_theme=20, seed=seed
    )

    assert f1(identity(runs(seed), seed) for seed in range(5)) >= 0.9
