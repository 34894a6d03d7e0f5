"""Themes that were one, or became one: whoever adds their figures up compares the sums.

After a merge, a theme is compared with the sum of what it was made of; after a split, the parts
together with what they were. Which themes belong together is told by their statements, not by
what was noted of a merge: so it holds for every way in which statements wander, and for every
release after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.disclosure.cells import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from service.disclosure.cells import Cells
    from service.disclosure.release import State


@dataclass(frozen=True, slots=True)
class Family:
    """Earlier states that one theme may be compared with.

    Attributes:
        before: States that were shown together, and whose sum can be computed.
        beside: States of other themes that took a part of their statements.
    """

    before: Sequence[State]
    beside: Sequence[State] = ()

    @property
    def size(self) -> int:
        """How many statements of the sum are left for the theme itself."""
        before, beside = (sum(one.size for one in part) for part in (self.before, self.beside))
        return before - beside

    def row(self, axis: str) -> Row:
        """Return what is left of the sum for the theme itself, as a row.

        Args:
            axis: The attribute of a state that has its cells.
        """
        terms = [(1, getattr(state, axis)) for state in self.before]
        terms += [(-1, getattr(state, axis)) for state in self.beside]
        keys = {key for _, cells in terms for key in cells}
        return Row(self.size, {key: _sum(terms, key) for key in sorted(keys)})


def family(
    id_: str, statements: frozenset[str], past: Mapping[str, State], now: Mapping[str, State]
) -> Family | None:
    """Return the family of a theme in a former release, where it is more than the theme itself.

    Args:
        id_: The theme's stable id.
        statements: Ids of its statements.
        past: The themes of the former release.
        now: The other themes as they are shown now, as far as that is decided.
    """
    before = {
        other: state
        for other, state in past.items()
        if _is_kin(statements, state.statements) and not _stands(state, now.get(other), other, id_)
    }
    beside = [
        state
        for other, state in now.items()
        if other != id_
        and not _stands(state, past.get(other), other, id_)
        and any(_is_kin(state.statements, one.statements) for one in before.values())
    ]
    if before and (beside or before.keys() != {id_}):
        return Family(tuple(before.values()), beside)
    return None


def _stands(state: State, same: State | None, other: str, id_: str) -> bool:
    """Tell whether another theme is shown as it was, so that nothing went from it to here."""
    return other != id_ and same is not None and same.run == state.run


def _is_kin(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether the larger of two themes holds most of the smaller."""
    return 2 * len(one & other) > min(len(one), len(other))


def _sum(terms: Iterable[tuple[int, Cells]], key: str) -> int | None:
    total = 0
    for sign, cells in terms:
        figure = cells.get(key, 0)
        if figure is None:
            return None
        total += sign * figure
    return total
