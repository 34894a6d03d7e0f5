from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.disclosure.release import Present, Release, State, release
from service.disclosure.threshold import Mention, Threshold
from service.disclosure.voices import emptied, mentions_of, without
from tests.service.disclosure.attacker import Attacker

if TYPE_CHECKING:
    from collections.abc import Sequence

THRESHOLD = Threshold()
WIDTH = THRESHOLD.statements
TOWNS = ("Verl", "Halle", "Werther", "Rietberg", "Versmold")
THEME = "T-2026-001"


@dataclass(frozen=True)
class Said:
    """A conference and the themes of its statements; an empty name is a statement in none."""

    town: str
    half: str
    themes: tuple[str, ...]


@dataclass
class Kreis:
    """A Kreis whose runs are released one by one, as the use case does it."""

    releases: list[Release]
    seen: set[str]

    def run(self, conferences: Sequence[Said]) -> Release:
        """Release a run over some conferences; those of before come first, as they were."""
        mentions: list[Mention] = []
        themes: dict[str, list[Mention]] = {}
        for number, said in enumerate(conferences):
            for at, theme in enumerate(said.themes):
                id_ = f"{number}/{at}"
                town, half = said.town, said.half
                mention = Mention(id_, str(number), town, half, released=id_ in self.seen)
                mentions.append(mention)
                if theme:
                    themes.setdefault(theme, []).append(mention)
        run = str(len(self.releases))
        present = Present(run, mentions, themes, dict.fromkeys(themes, "unknown"))
        made = release(present, self.releases, threshold=THRESHOLD)
        for theme, state in made.themes.items():
            if state.run == run:
                self.seen |= {mention.statement for mention in themes[theme]}
        self.releases.append(made)
        return made


@pytest.fixture
def kreis() -> Kreis:
    return Kreis([], set())


def each(*numbers: int, theme: str = THEME) -> list[Said]:
    """Return a conference a number, in one town after the other, with so many statements."""
    towns = (TOWNS[at % len(TOWNS)] for at in range(len(numbers)))
    return [Said(town, "2026-1", (theme,) * n) for town, n in zip(towns, numbers, strict=True)]


def test_a_theme_of_enough_statements_of_enough_conferences_is_shown(kreis: Kreis) -> None:
    made = kreis.run(each(2, 2, 1, 0))
    assert made.themes == {}, "a conference without a statement is no conference of the run"
    made = kreis.run([*each(2, 2, 1), Said("Verl", "2026-1", ("",))])
    assert made.themes[THEME].size == 5


@pytest.mark.parametrize("numbers", [(2, 1, 1), (4, 4), (9,)])
def test_a_smaller_theme_is_counted_only(kreis: Kreis, numbers: tuple[int, ...]) -> None:
    others = [Said("Verl", "2026-1", ("",) * 3)] * 3
    made = kreis.run([*each(*numbers), *others])
    assert (made.themes, made.further) == ({}, 1)


def test_what_three_of_three_conferences_name_is_not_shown(kreis: Kreis) -> None:
    assert kreis.run(each(5, 5, 5)).themes == {}


def test_a_town_is_shown_when_it_has_enough_by_itself(kreis: Kreis) -> None:
    verl = [Said("Verl", "2026-1", (THEME,) * 2) for _ in range(4)]
    made = kreis.run([*verl, *each(0, 3, 2, 2), Said("Halle", "2026-1", ("",))])
    assert made.themes[THEME].municipalities == {
        "Verl": 8, "Halle": None, "Werther": None, "Rietberg": None
    }  # fmt: skip


def test_that_all_municipalities_name_a_theme_is_not_told(kreis: Kreis) -> None:
    all_name_it = kreis.run(each(2, 2, 1, 1)).themes[THEME]
    one_does_not = kreis.run([*each(2, 2, 2), Said("Rietberg", "2026-1", ("",))]).themes[THEME]
    assert (all_name_it.touched, all_name_it.at_least) == (3, True)
    assert (one_does_not.touched, one_does_not.at_least) == (3, True)


def test_a_theme_stays_as_it_was_until_enough_was_added(kreis: Kreis) -> None:
    first = kreis.run(each(3, 2, 1, 1))
    assert first.themes[THEME].size == 7
    grown = each(3, 2, 1, 1, 1, 1)
    assert kreis.run(grown).themes == first.themes
    enough = kreis.run([*grown, *each(2, 1)])
    assert enough.themes[THEME].size == 12
    assert enough.themes[THEME].run == "2"


def test_new_statements_of_one_conference_are_not_shown(kreis: Kreis) -> None:
    first = kreis.run(each(3, 2, 1, 1))
    assert kreis.run(each(3, 2, 1, 1, 5)).themes == first.themes


def test_statements_that_were_shown_elsewhere_are_no_news(kreis: Kreis) -> None:
    both = [*each(3, 2, 1, 1), *each(2, 2, 1, 1, theme="T-2026-002")]
    assert set(kreis.run(both).themes) == {THEME, "T-2026-002"}
    merged = [replace(said, themes=(THEME,) * len(said.themes)) for said in both]
    assert kreis.run(merged).themes[THEME].size == 13


def test_a_merge_does_not_hide_one_new_statement(kreis: Kreis) -> None:
    both = [*each(3, 2, 1, 1), *each(2, 2, 1, 1, theme="T-2026-002")]
    kreis.run(both)
    merged = [replace(said, themes=(THEME,) * len(said.themes)) for said in both]
    assert kreis.run([*merged, *each(1)]).themes[THEME].size == 7


def test_a_theme_that_becomes_too_small_goes_and_does_not_come_back_little_changed(
    kreis: Kreis,
) -> None:
    kreis.run(each(3, 2, 1, 1))
    assert kreis.run(each(2, 1, 1)).themes == {}
    assert kreis.run(each(3, 1, 1, 1)).themes == {}
    assert kreis.run(each(3, 2, 1, 1)).themes[THEME].size == 7


def test_every_size_that_was_ever_shown_counts(kreis: Kreis) -> None:
    kreis.run(each(3, 2, 1, 1))
    kreis.run(each(5, 3, 2, 2))
    back = each(3, 3, 1, 1)
    assert kreis.run(back).themes[THEME].size == 12, "8 would tell of one more than 7"


def test_the_total_is_withheld_where_few_are_not_shown(kreis: Kreis) -> None:
    few = [*each(3, 2, 1, 1), Said("Verl", "2026-1", ("", "", "T-2026-002", "T-2026-002"))]
    made = kreis.run(few)
    assert (made.statements, made.further) == (None, 1)
    assert kreis.run([*few, Said("Verl", "2026-1", ("",))]).statements == 12


def loose(number: int) -> Said:
    return Said("Verl", "2026-1", ("",) * number)


def test_the_total_is_withheld_where_it_changed_a_little(kreis: Kreis) -> None:
    assert kreis.run([*each(3, 2, 1, 1), loose(10)]).statements == 17
    made = kreis.run([*each(3, 2, 1, 1), loose(5), *each(3, 3, 2)])
    assert (made.themes[THEME].size, made.statements) == (15, None), "20 in all, 5 not shown"


def test_the_total_is_withheld_where_what_is_not_shown_changed_a_little(kreis: Kreis) -> None:
    assert kreis.run([*each(3, 2, 1, 1), loose(10)]).statements == 17
    made = kreis.run([*each(3, 2, 1, 1), loose(11), *each(2, 2, 1)])
    assert (made.themes[THEME].size, made.statements) == (12, None), "23 in all, 11 not shown"


def test_a_size_that_changed_a_little_is_not_shown_whatever_its_cells_did(kreis: Kreis) -> None:
    verl = [Said("Verl", "2026-1", (THEME,) * 2) for _ in range(4)]
    others = [Said("Halle", "2025-2", (THEME,) * 6), Said("Werther", "2026-2", (THEME,) * 6)]
    assert kreis.run([*verl, *others]).themes[THEME].size == 20
    moved = [replace(said, themes=(THEME,) * 4) for said in verl]
    fewer = [replace(said, themes=(THEME,) * 3 + ("",) * 3) for said in others]
    assert kreis.run([*moved, *fewer]).themes[THEME].size == 20, "not 22"


def test_what_one_note_took_with_it_is_not_shown_by_what_came_from_others(kreis: Kreis) -> None:
    before = [*each(3, 2, 2, 2), *each(2)]
    first = kreis.run(before)
    gone = [*before[:4], replace(before[4], themes=())]
    assert kreis.run([*gone, *each(3, 2, 2)]).themes == first.themes, "16 hides the 2 in no way"


def test_a_theme_changes_when_enough_of_enough_conferences_left_it(kreis: Kreis) -> None:
    before = each(3, 2, 2, 2, 2, 2, 1)
    kreis.run(before)
    two = [*before[:4], *(replace(said, themes=("",) * 3) for said in before[4:6]), before[6]]
    assert kreis.run(two).themes[THEME].size == 14, "of two conferences only"
    three = [*before[:4], *(replace(said, themes=("",) * 3) for said in before[4:])]
    assert kreis.run(three).themes[THEME].size == 9


def test_a_deleted_statement_left_whatever_its_id_is_now(kreis: Kreis) -> None:
    before = [*each(3, 2, 2, 2), *each(2)]
    first = kreis.run(before)
    kreis.releases = [
        replace(
            first,
            themes={
                id_: replace(state, voices=emptied(state.voices, {"4/0", "4/1"}))
                for id_, state in first.themes.items()
            },
        )
    ]
    gone = [*before[:4], replace(before[4], themes=())]
    assert kreis.run([*gone, *each(3, 2, 2)]).themes[THEME].size == 11


def verl(*numbers: int, theme: str = THEME) -> list[Said]:
    return [Said("Verl", "2026-1", (theme,) * n) for n in numbers]


def test_a_town_grows_by_no_single_conference(kreis: Kreis) -> None:
    before = [*verl(2, 2, 2, 2), *each(0, 3, 2, 2)]
    assert kreis.run(before).themes[THEME].municipalities["Verl"] == 8
    grown = [*before, *verl(5), *each(0, 3, 1, 1)]
    made = kreis.run(grown).themes[THEME]
    assert (made.size, made.municipalities["Verl"]) == (25, None)
    assert kreis.run([*grown, *verl(2, 2, 2)]).themes[THEME].municipalities["Verl"] == 19


def test_the_total_is_withheld_where_one_conference_changed_it(kreis: Kreis) -> None:
    before = [*each(3, 2, 1, 1), loose(10)]
    assert kreis.run(before).statements == 17
    assert kreis.run([*before, loose(6)]).statements is None
    assert kreis.run([*before, loose(6), loose(1), loose(1)]).statements == 25


OTHER = "T-2026-002"


def test_a_merge_does_not_show_one_new_statement_beside_the_sum_of_both(kreis: Kreis) -> None:
    both = [*verl(2, 2, 1, 1), *each(0, 3, 3, 3)]
    both += [*verl(2, 2, 1, 1, theme=OTHER), *each(0, 3, 3, 3, theme=OTHER)]
    made = kreis.run(both)
    assert [state.municipalities["Verl"] for state in made.themes.values()] == [6, 6]
    merged = [replace(said, themes=(THEME,) * len(said.themes)) for said in both]
    new = [*verl(1), *each(0, 2, 2)]
    now = kreis.run([*merged, *new]).themes[THEME]
    assert (now.size, now.municipalities["Verl"]) == (35, None), "13 is 6 and 6 and 1"
    later = kreis.run([*merged, *new, *each(0, 3, 1, 1)]).themes[THEME]
    assert (later.size, later.municipalities["Verl"]) == (40, None), "nor in a later release"


def test_a_merge_without_news_keeps_its_cells(kreis: Kreis) -> None:
    both = [*verl(2, 2, 1, 1), *each(0, 3, 3, 3)]
    both += [*verl(2, 2, 1, 1, theme=OTHER), *each(0, 3, 3, 3, theme=OTHER)]
    kreis.run(both)
    merged = [replace(said, themes=(THEME,) * len(said.themes)) for said in both]
    assert kreis.run(merged).themes[THEME].municipalities["Verl"] == 12


@pytest.mark.parametrize(("new", "shown"), [((), {6}), ((1,), {6, None})])
def test_a_split_does_not_show_one_new_statement_beside_what_it_was(
    kreis: Kreis, new: tuple[int, ...], shown: set[int | None]
) -> None:
    one = [*verl(2, 2, 1, 1), *each(0, 3, 3, 3)]
    two = [*verl(2, 2, 1, 1), *each(0, 3, 3, 3)]
    assert kreis.run([*one, *two]).themes[THEME].municipalities["Verl"] == 12
    parted = [replace(said, themes=(OTHER,) * len(said.themes)) for said in two]
    late = [*verl(*new, theme=OTHER), *each(0, 3, 2, 2, theme=OTHER)]
    made = kreis.run([*one, *parted, *late])
    assert {made.themes[id_].size for id_ in (THEME, OTHER)} == {15, 22 + sum(new)}
    assert {state.municipalities["Verl"] for state in made.themes.values()} == shown


def test_what_was_shown_under_another_threshold_does_not_stay(kreis: Kreis) -> None:
    before = kreis.run(each(3, 2, 2, 2, 1))
    mentions = [Mention(str(n), str(n % 5), TOWNS[n % 5], "2026-1") for n in range(11)]
    present = Present("1", mentions, {THEME: mentions}, {THEME: "unknown"})
    assert release(present, [before], threshold=THRESHOLD).themes[THEME].size == 10
    stricter = Threshold(statements=6, conferences=4)
    assert release(present, [before], threshold=stricter).themes == {}


# --- the attacker -----------------------------------------------------------------

halves = st.sampled_from(("2025-2", "2026-1", "2026-2"))
themes = st.sampled_from(("", "", THEME, THEME, "T-2026-002"))
said = st.builds(
    Said, st.sampled_from(TOWNS[:4]), halves, st.lists(themes, min_size=1, max_size=5).map(tuple)
)
growing = st.lists(st.lists(said, min_size=1, max_size=8), min_size=1, max_size=3)


def runs(batches: Sequence[Sequence[Said]]) -> list[Release]:
    kreis, conferences = Kreis([], set()), list[Said]()
    for batch in batches:
        conferences += batch
        kreis.run(conferences)
    return kreis.releases


@settings(max_examples=60, deadline=None)
@given(growing)
def test_nothing_small_can_be_computed_from_all_that_a_release_shows(
    batches: list[list[Said]],
) -> None:
    """The attacker knows each theme by town and by half-year, its size, and the total."""
    for made in runs(batches):
        attacker = Attacker()
        for key in learn(attacker, made):
            least, greatest = attacker.bounds({key: 1})
            assert least == pytest.approx(0)
            assert greatest >= WIDTH - 1e-6


def learn(attacker: Attacker, made: Release) -> list[tuple[str, str, str]]:
    """Tell what is shown; return what is withheld."""
    withheld = []
    for theme, state in made.themes.items():
        for kind, cells in (("town", state.municipalities), ("half", state.half_years)):
            attacker.learns([(theme, kind, key) for key in cells], state.size)
            for key, figure in cells.items():
                if figure is None:
                    withheld.append((theme, kind, key))
                else:
                    assert figure >= WIDTH
                    attacker.learns([(theme, kind, key)], figure)
    if made.statements is not None:
        towns = [
            (theme, "town", key)
            for theme, state in made.themes.items()
            for key in state.municipalities
        ]
        attacker.learns([*towns, "not shown"], made.statements)
        least, greatest = attacker.bounds({"not shown": 1})
        assert least == greatest
        assert least == 0 or least >= WIDTH
    return withheld


@settings(max_examples=150, deadline=None)
@given(growing)
def test_no_two_releases_differ_by_few(batches: list[list[Said]]) -> None:
    made = runs(batches)
    for before, now in ((one, other) for at, other in enumerate(made) for one in made[:at]):
        for theme in before.themes.keys() & now.themes.keys():
            old, new = before.themes[theme], now.themes[theme]
            assert not THRESHOLD.betrays(new.size - old.size)
            for cells, old_cells in (
                (new.municipalities, old.municipalities),
                (new.half_years, old.half_years),
            ):
                for key, figure in cells.items():
                    known = old_cells.get(key)
                    if figure is not None and known is not None:
                        assert not THRESHOLD.betrays(figure - known)
        if before.statements is not None and now.statements is not None:
            assert not THRESHOLD.betrays(now.statements - before.statements)


changing = st.lists(st.lists(st.none() | said, min_size=8, max_size=10), min_size=2, max_size=3)


@settings(max_examples=150, deadline=None)
@given(changing)
def test_what_came_to_a_figure_and_what_left_it_is_never_of_few_conferences(
    moments: list[list[Said | None]],
) -> None:
    """Conferences come, go, and their statements wander between themes."""
    kreis, silent = Kreis([], set()), Said("Verl", "2026-1", ())
    for moment in moments:
        kreis.run([one or silent for one in moment])
    for at, now in enumerate(kreis.releases):
        for before in kreis.releases[:at]:
            for id_ in before.themes.keys() & now.themes.keys():
                assert_no_few_moved(before.themes[id_], now.themes[id_])


def assert_no_few_moved(before: State, now: State) -> None:
    then, there = mentions_of(before.voices), mentions_of(now.voices)
    came, left = without(there, then), without(then, there)
    assert not THRESHOLD.few(came)
    assert not THRESHOLD.few(left)
    for kind, name in (("municipalities", "municipality"), ("half_years", "half_year")):
        cells, old = getattr(now, kind), getattr(before, kind)
        for key in cells.keys() | old.keys():
            if None not in {cells.get(key, 0), old.get(key, 0)}:
                for part in (came, left):
                    assert not THRESHOLD.few([one for one in part if getattr(one, name) == key])


@settings(max_examples=150, deadline=None)
@given(growing)
def test_wording_appears_for_enough_conferences_at_once(batches: list[list[Said]]) -> None:
    kreis, conferences = Kreis([], set()), list[Said]()
    for batch in batches:
        conferences += batch
        before = set(kreis.seen)
        made = kreis.run(conferences)
        for theme, state in made.themes.items():
            if state.run == str(len(kreis.releases) - 1):
                fresh = {
                    f"{number}/{at}"
                    for number, said in enumerate(conferences)
                    for at, name in enumerate(said.themes)
                    if name == theme
                } - before
                origins = {id_.partition("/")[0] for id_ in fresh}
                assert not fresh or (len(fresh) >= WIDTH and len(origins) >= 3)


@settings(max_examples=150, deadline=None)
@given(st.lists(said, min_size=4, max_size=9))
def test_no_municipality_is_known_to_name_a_theme_unless_its_cell_is_shown(
    conferences: list[Said],
) -> None:
    """Beside the cells, the number of municipalities is shown: every town may be silent."""
    (made,) = runs([conferences])
    for state in made.themes.values():
        cells = state.municipalities
        hidden = [key for key, figure in cells.items() if figure is None]
        shown = [figure for figure in cells.values() if figure is not None]
        rest = state.size - sum(shown)
        if hidden:
            speaking = state.touched - len(shown)  # or one more, where that is at least
            assert 1 <= speaking < len(hidden)
            assert rest >= speaking
            assert state.at_least == (speaking == len(hidden) - 1)
        else:
            assert rest == 0
            assert not state.at_least


def test_the_attacker_finds_what_is_badly_protected() -> None:
    attacker = Attacker()
    attacker.learns("abc", 12)
    attacker.learns("a", 9)
    assert attacker.bounds({"b": 1}) == (0, 3)
    attacker.learns("b", 2)
    assert attacker.bounds({"c": 1}) == (1, 1)


def test_the_scenarios_show_themes_and_change_them() -> None:
    """The properties above are about something."""
    batch = [*each(3, 2, 1, 1), Said("Verl", "2026-1", ("",) * 6)]
    made = runs([batch, batch, batch[:1], batch])
    sizes = [release.themes[THEME].size for release in made]
    assert sizes == [7, 14, 14, 24]
    assert all(later >= earlier for earlier, later in pairwise(sizes))
