"""Which cells of a row may be shown beside its total.

A row is a theme, its cells are municipalities or half-years. Small cells are withheld (primary
suppression), and as many others as it takes so that they cannot be computed from the total
(complementary suppression: Cox 1980, "Suppression methodology and statistical disclosure
control"; Hundepool et al. 2012, "Statistical Disclosure Control", chapters 4 and 5). Zeros are
withheld like small counts, and nobody is told which is which.

The protection interval: whoever knows all that is shown can exclude neither 0 for a withheld
cell, nor ``threshold.statements`` or more. With one total a row the attacker's linear programme
(Fischetti and Salazar 2001) has a closed answer, the Fréchet bounds (Dobra and Fienberg 2000):
``[0, rest]`` where two cells or more are withheld and ``rest`` is what the shown ones leave of
the total. So two things suffice: at least two withheld cells, and a large enough rest.

The same holds for what changed since a row was shown before: no change of a cell, nor of the
rest, may be small, and what was added to it and what was taken from it must each be none, or
enough statements of enough conferences. A cell that is no longer there changed to 0. Totals of
columns, over all themes, are never shown; they would need another method.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from service.disclosure.threshold import Mention, Threshold

Cells = Mapping[str, int | None]
"""A figure by the key of the cell; ``None`` where it is withheld."""
_FEWEST_WITHHELD: Final = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is shown: its total and its cells; what has no cell was not there at all."""

    total: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Earlier:
    """A row as it was shown before, with what came and what left since, by the key of its cell."""

    row: Row
    came: Mapping[str, Sequence[Mention]] = field(default_factory=dict)
    left: Mapping[str, Sequence[Mention]] = field(default_factory=dict)

    def tells(self, keys: Collection[str], change: int, threshold: Threshold) -> bool:
        """Tell whether the change of some cells together is that of a small group."""
        moved = (
            list(chain.from_iterable(part.get(key, ()) for key in keys))
            for part in (self.came, self.left)
        )
        return threshold.betrays(change) or any(map(threshold.few, moved))


def protected(
    counts: Mapping[str, int],
    large: Collection[str],
    *,
    earlier: Sequence[Earlier],
    threshold: Threshold,
) -> Row | None:
    """Return a row of which no small cell can be computed, nor a small change of one.

    Args:
        counts: All cells, the empty ones too.
        large: Keys of those that may be shown as far as they alone are concerned.
        earlier: The row as it was shown before, each time.
        threshold: The protection width.

    Returns:
        The row with its total; ``None`` where the total alone would tell too much.
    """
    shown = set(large)
    while (choice := _choice(_row(counts, shown), counts, earlier, threshold)) is not None:
        if not choice:
            return None
        shown.remove(choice[0])
    return _row(counts, shown)


def _row(counts: Mapping[str, int], shown: Collection[str]) -> Row:
    cells = {key: count if key in shown else None for key, count in counts.items()}
    return Row(sum(counts.values()), cells)


def _choice(
    row: Row, counts: Mapping[str, int], earlier: Sequence[Earlier], threshold: Threshold
) -> list[str] | None:
    """Return which cells may be withheld against a leak, the best first; ``None`` without one."""
    shown = [key for key, figure in row.cells.items() if figure is not None]
    withheld = len(row.cells) - len(shown)
    rest = row.total - sum(counts[key] for key in shown)
    if withheld and (withheld < _FEWEST_WITHHELD or rest < threshold.statements):
        return sorted(shown, key=lambda key: (counts[key], key))
    for before in earlier:
        leaking = _leaking(row, before, threshold)
        if leaking is not None:
            return [key for key in leaking if key in shown]
    return None


def _leaking(row: Row, before: Earlier, threshold: Threshold) -> list[str] | None:
    """Return the cells that tell of a small change, the best to withhold first."""
    changes = _changes(row, before.row)
    small = [key for key, change in changes.items() if before.tells([key], change, threshold)]
    if small:
        return small
    hidden = (row.cells.keys() | before.row.cells.keys()) - changes.keys()
    rest = row.total - before.row.total - sum(changes.values())
    if not before.tells(hidden, rest, threshold):
        return None
    moved = [key for key, n in changes.items() if n or before.came.get(key)]
    return sorted(moved, key=lambda key: abs(changes[key]))


def _changes(row: Row, before: Row) -> dict[str, int]:
    """Return the changes that can be read off the cells."""
    keys = sorted(row.cells.keys() | before.cells.keys())
    pairs = ((key, row.cells.get(key, 0), before.cells.get(key, 0)) for key in keys)
    return {key: now - then for key, now, then in pairs if now is not None and then is not None}
