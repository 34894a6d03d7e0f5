"""Somebody who knows everything that is shown, and computes what is not: linear programmes.

Nothing of the gate is used here but the values that it shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping


@dataclass
class Attacker:
    """Unknown counts, and what their sums are known to be."""

    names: dict[Hashable, int] = field(default_factory=dict)
    sums: list[tuple[dict[int, int], int]] = field(default_factory=list)

    def learns(self, terms: Iterable[Hashable], total: int) -> None:
        """Note that some counts make up a total."""
        self.sums.append(({self._number(term): 1 for term in terms}, total))

    def bounds(self, terms: Mapping[Hashable, int]) -> tuple[float, float]:
        """Return the least and the greatest value that a weighted sum of counts can have."""
        for term in terms:
            self._number(term)
        size = len(self.names)
        goal, equal = np.zeros(size), np.zeros((len(self.sums), size))
        for term, weight in terms.items():
            goal[self._number(term)] = weight
        for row, (factors, _) in zip(equal, self.sums, strict=True):
            for at, factor in factors.items():
                row[at] = factor
        totals = [total for _, total in self.sums]
        ends = [linprog(way * goal, A_eq=equal, b_eq=totals, bounds=(0, None)) for way in (1, -1)]
        assert all(end.status in {0, 3} for end in ends), "what is shown contradicts itself"
        least, greatest = ends
        return (
            least.fun if least.status == 0 else -np.inf,
            -greatest.fun if greatest.status == 0 else np.inf,
        )

    def _number(self, term: Hashable) -> int:
        return self.names.setdefault(term, len(self.names))
