"""What a run releases, given what was released before.

What is released changes with a run only: neither a new note nor a decision shows by itself. A
theme is shown in the state in which a run found it. A later run replaces that state only where
nobody can compute a small group from the two: its size must differ by nothing or by enough, from
every size that was ever shown, and the statements in it that nobody saw before must be none, or
enough of enough conferences. Else the theme stays as it was shown last.

Counts alone come in and go out, and ids: no wording.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from service.disclosure.cells import Cells, Row, protected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.disclosure.threshold import Mention, Threshold


@dataclass(frozen=True)
class Present:
    """A run as it is, with nothing withheld.

    Attributes:
        run: Its id.
        mentions: All its statements, in a theme or not.
        themes: The statements of each theme, by stable id.
        directions: Whether a theme is named more often, by stable id.
    """

    run: str
    mentions: Sequence[Mention]
    themes: Mapping[str, Sequence[Mention]]
    directions: Mapping[str, str]

    @cached_property
    def conferences(self) -> int:
        """Number of all conferences."""
        return len({one.conference for one in self.mentions})

    @cached_property
    def municipalities(self) -> Mapping[str, int]:
        """Number of conferences by municipality."""
        return Counter({one.conference: one.municipality for one in self.mentions}.values())

    @cached_property
    def half_years(self) -> Mapping[str, int]:
        """Number of conferences by half-year."""
        return Counter({one.conference: one.half_year for one in self.mentions}.values())


@dataclass(frozen=True, slots=True)
class State:
    """A theme as it is shown.

    Attributes:
        run: The run that found it so.
        size: Number of its statements.
        municipalities: Number of them by municipality.
        half_years: Number of them by half-year.
        touched: Number of municipalities that name it.
        at_least: Whether these may be all that have a voice, which is not told: then each of
            them would be known to name it.
        direction: Whether it is named more often than in the half-year before.
    """

    run: str
    size: int
    municipalities: Cells
    half_years: Cells
    touched: int
    at_least: bool
    direction: str


@dataclass(frozen=True, slots=True)
class Release:
    """What is shown of a Kreis.

    Attributes:
        threshold: The threshold that it obeys.
        statements: Number of all statements; ``None`` where it would tell how few are not shown.
        conferences: Number of conferences.
        heard: Number of municipalities that held one.
        further: Number of themes that are not shown.
        themes: The others, by stable id.
    """

    threshold: Threshold
    statements: int | None
    conferences: int
    heard: int
    further: int
    themes: Mapping[str, State]


def release(present: Present, history: Sequence[Release], *, threshold: Threshold) -> Release:
    """Return what may be shown of a run.

    Args:
        present: The run.
        history: All that was released before, the earliest first.
        threshold: The fewest that may be shown.
    """
    kept = history[-1].themes if history and history[-1].threshold == threshold else {}
    themes: dict[str, State] = {}
    for id_, mentions in present.themes.items():
        if not threshold.met(mentions, of=present.conferences):
            continue
        earlier = [past.themes[id_] for past in history if id_ in past.themes]
        state = _state(id_, present, earlier, threshold) or kept.get(id_)
        if state:
            themes[id_] = state
    return Release(
        threshold=threshold,
        statements=_total(present, themes, history, threshold),
        conferences=present.conferences,
        heard=len(present.municipalities),
        further=len(present.themes) - len(themes),
        themes=themes,
    )


def _state(
    id_: str, present: Present, earlier: Sequence[State], threshold: Threshold
) -> State | None:
    """Return a theme as the run found it, where that may be shown beside what was."""
    mentions = present.themes[id_]
    unseen = [mention for mention in mentions if not mention.released]
    if any(threshold.betrays(len(mentions) - state.size) for state in earlier):
        return None
    if unseen and not threshold.met(unseen, of=present.conferences):
        return None
    by_place = _by(mentions, "municipality")
    places = [Row(state.size, state.municipalities) for state in earlier]
    times = [Row(state.size, state.half_years) for state in earlier]
    municipalities = _row(by_place, present.municipalities, places, threshold)
    half_years = _row(_by(mentions, "half_year"), present.half_years, times, threshold)
    if municipalities is None or half_years is None:
        return None
    touched, at_least = _touched(len(by_place), municipalities)
    return State(
        run=present.run,
        size=len(mentions),
        municipalities=municipalities.cells,
        half_years=half_years.cells,
        touched=touched,
        at_least=at_least,
        direction=present.directions[id_],
    )


def _by(mentions: Sequence[Mention], key: str) -> Mapping[str, Sequence[Mention]]:
    found: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[getattr(mention, key)].append(mention)
    return found


def _row(
    mentions: Mapping[str, Sequence[Mention]],
    conferences: Mapping[str, int],
    earlier: Sequence[Row],
    threshold: Threshold,
) -> Row | None:
    counts = {key: len(mentions.get(key, ())) for key in conferences}
    large = [key for key, held in mentions.items() if threshold.met(held, of=conferences[key])]
    return protected(counts, large, earlier=earlier, threshold=threshold)


def _touched(touched: int, row: Row) -> tuple[int, bool]:
    """Return how many municipalities name a theme, top-coded where some cells are withheld."""
    most = len(row.cells) - (None in row.cells.values())
    return min(touched, most), most < len(row.cells) and touched >= most


def _total(
    present: Present,
    themes: Mapping[str, State],
    history: Sequence[Release],
    threshold: Threshold,
) -> int | None:
    """Return the number of all statements, where it does not tell of few that are not shown."""
    total = len(present.mentions)
    rest = total - _sizes(themes)
    if rest and rest < threshold.statements:
        return None
    for past in history:
        if past.statements is not None:
            grown = total - past.statements
            rest_grown = rest - (past.statements - _sizes(past.themes))
            if threshold.betrays(grown) or threshold.betrays(rest_grown):
                return None
    return total


def _sizes(themes: Mapping[str, State]) -> int:
    return sum(state.size for state in themes.values())
