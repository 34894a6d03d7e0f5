"""What a run releases, given what was released before.

What is released changes with a run only: neither a new note nor a decision shows by itself. A
theme is shown in the state in which a run found it. A later run replaces that state only where
nobody can compute a small group from the two: its size must differ by nothing or by enough, from
every size that was ever shown; what came to every earlier state, and what left it, be it deleted
or elsewhere now, must be none, or enough of enough conferences (:mod:`.cells`, where all that
moved is in the cells or in their rest); and so must be the statements in it that nobody saw
before. Else the theme stays as it was shown last. Its cells are compared with
sums as well, where themes became one or were one (:mod:`.kin`).

Counts alone come in and go out, and ids: no wording.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from service.disclosure.cells import Cells, Earlier, Row, protected
from service.disclosure.kin import Family, family
from service.disclosure.voices import Voice, mentions_of, voices, without

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


@dataclass(frozen=True)
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
        voices: Whose statements these are; nobody is shown that.
    """

    run: str
    size: int
    municipalities: Cells
    half_years: Cells
    touched: int
    at_least: bool
    direction: str
    voices: tuple[Voice, ...]

    @cached_property
    def statements(self) -> frozenset[str]:
        """Ids of its statements that were not deleted since."""
        return frozenset(one.statement for one in mentions_of(self.voices) if one.statement)


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
        voices: Whose all statements are; nobody is shown that.
    """

    threshold: Threshold
    statements: int | None
    conferences: int
    heard: int
    further: int
    themes: Mapping[str, State]
    voices: tuple[Voice, ...]


def release(present: Present, history: Sequence[Release], *, threshold: Threshold) -> Release:
    """Return what may be shown of a run.

    Args:
        present: The run.
        history: All that was released before, the earliest first.
        threshold: The fewest that may be shown.
    """
    kept = history[-1].themes if history and history[-1].threshold == threshold else {}
    large = [
        id_
        for id_, mentions in present.themes.items()
        if threshold.met(mentions, of=present.conferences)
    ]
    themes = {id_: kept[id_] for id_ in large if id_ in kept}
    for id_ in large:
        if state := _state(id_, present, _Past(history, themes), threshold):
            themes[id_] = state
    return Release(
        threshold=threshold,
        statements=_total(present, themes, history, threshold),
        conferences=present.conferences,
        heard=len(present.municipalities),
        further=len(present.themes) - len(themes),
        themes=themes,
        voices=voices(present.mentions),
    )


@dataclass(frozen=True)
class _Past:
    """What was shown before, and what of it is shown still.

    Attributes:
        history: All that was released, the earliest first.
        themes: What is shown now, as far as that is decided; else as it was shown last.
    """

    history: Sequence[Release]
    themes: Mapping[str, State]

    def of(self, id_: str) -> list[Family]:
        """Return the states in which a theme was shown."""
        found = (past.themes[id_] for past in self.history if id_ in past.themes)
        return [Family((state,)) for state in {state.run: state for state in found}.values()]

    def kin_of(self, id_: str, mentions: Sequence[Mention]) -> list[Family]:
        """Return the states whose sums it can be compared with."""
        own = frozenset(mention.statement for mention in mentions)
        found = (family(id_, own, past.themes, self.themes) for past in self.history)
        return [one for one in found if one]


def _state(id_: str, present: Present, past: _Past, threshold: Threshold) -> State | None:
    """Return a theme as the run found it, where that may be shown beside what was."""
    mentions = present.themes[id_]
    unseen = [mention for mention in mentions if not mention.released]
    if unseen and not threshold.met(unseen, of=present.conferences):
        return None
    own, kin = past.of(id_), past.kin_of(id_, mentions)
    if any(threshold.betrays(len(mentions) - one.size) for one in own):
        return None
    municipalities = _row("municipality", present, mentions, (own, kin), threshold)
    half_years = _row("half_year", present, mentions, (own, kin), threshold)
    if municipalities is None or half_years is None:
        return None
    touched, at_least = _touched(len(_by(mentions, "municipality")), municipalities)
    return State(
        run=present.run,
        size=len(mentions),
        municipalities=municipalities.cells,
        half_years=half_years.cells,
        touched=touched,
        at_least=at_least,
        direction=present.directions[id_],
        voices=voices(mentions),
    )


def _by(mentions: Sequence[Mention], key: str) -> Mapping[str, Sequence[Mention]]:
    found: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[getattr(mention, key)].append(mention)
    return found


def _moved(
    mentions: Sequence[Mention], kin: Family
) -> tuple[Sequence[Mention], Sequence[Mention]]:
    """Return what came to a theme and its like since, and what left them."""
    before = mentions_of(voice for state in kin.before for voice in state.voices)
    beside = mentions_of(voice for state in kin.beside for voice in state.voices)
    now = [*mentions, *beside]
    return without(now, before), without(before, now)


_CELLS: Final = {"municipality": "municipalities", "half_year": "half_years"}
"""Where states and runs have their cells, by the attribute of a statement that they count."""


def _row(
    key: str,
    present: Present,
    mentions: Sequence[Mention],
    earlier: tuple[Sequence[Family], Sequence[Family]],
    threshold: Threshold,
) -> Row | None:
    """Return a row beside what it was itself; without cells where the sums of others tell."""
    held, conferences = _by(mentions, key), getattr(present, _CELLS[key])
    own, kin = ([_since(mentions, one, key) for one in part] for part in earlier)
    counts = {cell: len(held.get(cell, ())) for cell in conferences}
    large = [cell for cell, ones in held.items() if threshold.met(ones, of=conferences[cell])]
    row = protected(counts, large, earlier=[*own, *kin], threshold=threshold)
    if row is None and len(counts) > 1:  # a single cell says what the size says
        large = []
    return row or protected(counts, large, earlier=own, threshold=threshold)


def _since(mentions: Sequence[Mention], kin: Family, key: str) -> Earlier:
    came, left = (_by(part, key) for part in _moved(mentions, kin))
    return Earlier(kin.row(_CELLS[key]), came, left)


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
            before = mentions_of(past.voices)
            moved = without(present.mentions, before), without(before, present.mentions)
            if any(map(threshold.betrays, (grown, rest_grown))) or any(map(threshold.few, moved)):
                return None
    return total


def _sizes(themes: Mapping[str, State]) -> int:
    return sum(state.size for state in themes.values())
