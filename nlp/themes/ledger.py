"""Which constraints can hold at the same time: those accepted first go before the others."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.themes.constraints import Constraints, Together, find

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    Pair = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the links that a ledger was asked to accept.

    Attributes:
        anything: Whether at least one was accepted.
        lost: Number of statements that could not join, and of pairs that could not be apart,
            because of what was accepted before.
        equal: Number of pairs that cannot be apart because their texts are equal.
    """

    anything: bool
    lost: int
    equal: int


class Ledger:
    """Accepts links between statements as long as they contradict none before them.

    Equal texts are together before anything else.
    """

    def __init__(self, text_of: Mapping[str, str]) -> None:
        self._text_of = text_of
        self._root = {text: text for text in text_of.values()}
        self._foes: dict[str, set[str]] = defaultdict(set)  # of a root: texts of other roots
        self._together: list[Together[str]] = []
        self._apart: list[Pair] = []

    @property
    def constraints(self) -> Constraints[str]:
        """What was accepted; it can hold at the same time."""
        return Constraints(tuple(self._together), tuple(self._apart))

    def accept(self, together: Iterable[Together[str]], apart: Iterable[Pair]) -> Taken:
        """Accept what contradicts nothing; statements that are not there are left out.

        Of two statements with one text that are to be apart the second is left out.
        """
        pairs = [
            pair
            for left, right in apart
            for pair in itertools.product(self._there(left), self._there(right))
        ]
        equal = [other for one, other in pairs if self._text_of[one] == self._text_of[other]]
        left_out = set(equal)
        joined = [self._join(link, without=left_out) for link in together]
        parted = [self._part(*pair) for pair in pairs if left_out.isdisjoint(pair)]
        return Taken(
            anything=any(fine for fine, _ in joined) or any(parted),
            lost=sum(lost for _, lost in joined) + parted.count(False),
            equal=len(equal),
        )

    def _join(self, link: Together[str], *, without: Collection[str]) -> tuple[bool, int]:
        """Put statements together; return whether there were two, and how many stay out."""
        there = self._there(link.members.difference(without))
        fine = self._peaceful(there)
        if len(fine) > 1:
            self._unite(fine)
            self._together.append(link.mapped({name: name for name in fine}))
        return len(fine) > 1, len(there) - len(fine)

    def _part(self, one: str, other: str) -> bool:
        """Keep two statements apart; return whether that can be.

        One pair speaks for all between two groups that are together.
        """
        first, second = self._of(one), self._of(other)
        if first == second:
            return False
        if second in self._foes[first]:
            return True
        self._foes[first].add(second)
        self._foes[second].add(first)
        self._apart.append((frozenset({one}), frozenset({other})))
        return True

    def _there(self, statements: Collection[str]) -> list[str]:
        return sorted(self._text_of.keys() & statements)

    def _of(self, statement: str) -> str:
        return find(self._root, self._text_of[statement])

    def _unite(self, statements: Collection[str]) -> None:
        first, *others = sorted({self._of(statement) for statement in statements})
        for other in others:
            self._root[other] = first
            self._foes[first] |= self._foes.pop(other, set())

    def _peaceful(self, statements: Collection[str]) -> set[str]:
        """Leave out who may not be with the others: the most foes first, then the fewest."""
        groups: dict[str, set[str]] = defaultdict(set)
        for statement in statements:
            groups[self._of(statement)].add(statement)
        while True:
            foes = {root: len(self._foes_of(root) & groups.keys()) for root in groups}
            if not any(foes.values()):
                return set().union(*groups.values())
            del groups[max(groups, key=lambda root: (foes[root], -len(groups[root]), root))]

    def _foes_of(self, root: str) -> set[str]:
        return {find(self._root, text) for text in self._foes.get(root, ())}
