"""What people decided about statements, as constraints on a clustering.

Statements that must be together become one block, and so does whatever hangs together through
a third one; blocks that must be apart are never joined (Wagstaff et al. 2001, "Constrained
k-means clustering with background knowledge"). As in Klein et al. (2002, "From instance-level
constraints to space-level constraints") a constraint also counts for the neighbours: what is
near to one part of a block is near to the whole block, and to what is near to its other parts.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]
    Rows = npt.NDArray[np.int64]

_LEAST = 1e-6  # distance of points that are not one

Name = TypeVar("Name", bound="Hashable")
Other = TypeVar("Other", bound="Hashable")


@dataclass(frozen=True)
class Together(Generic[Name]):
    """Statements that must be together.

    Attributes:
        parts: What speaks for the block: another statement is as near to the block as it is
            to that part to which it is nearest on average.
        followers: Statements that belong to the block and have no say in what is near to it.
    """

    parts: tuple[frozenset[Name], ...]
    followers: frozenset[Name] = frozenset()

    @property
    def members(self) -> frozenset[Name]:
        """All its statements."""
        return self.followers.union(*self.parts)

    def mapped(self, place: Mapping[Name, Other]) -> Together[Other]:
        """Return it under other names; what ``place`` does not know is left out."""
        parts = (_mapped(part, place) for part in self.parts)
        return Together(tuple(part for part in parts if part), _mapped(self.followers, place))


@dataclass(frozen=True)
class Constraints(Generic[Name]):
    """What a clustering must obey; names are ids of entries, rows or points.

    Attributes:
        together: Sets of statements that must be together.
        apart: Pairs of sets; nobody of the first may be with anybody of the second.
    """

    together: tuple[Together[Name], ...] = ()
    apart: tuple[tuple[frozenset[Name], frozenset[Name]], ...] = ()

    def mapped(self, place: Mapping[Name, Other]) -> Constraints[Other]:
        """Return them under other names; what ``place`` does not know is left out."""
        apart = ((_mapped(a, place), _mapped(b, place)) for a, b in self.apart)
        return Constraints(
            tuple(found for link in self.together if (found := link.mapped(place)).members),
            tuple((a, b) for a, b in apart if a and b),
        )

    @property
    def members(self) -> frozenset[Name]:
        """All statements that are constrained."""
        none: frozenset[Name] = frozenset()
        return none.union(
            *(link.members for link in self.together),
            *(side for pair in self.apart for side in pair),
        )


def _mapped(names: frozenset[Name], place: Mapping[Name, Other]) -> frozenset[Other]:
    return frozenset(place[name] for name in names if name in place)


@dataclass(frozen=True)
class Block:
    """Points that become one.

    Attributes:
        members: Their numbers, ascending.
        parts: The numbers of those that speak for it, part by part; never empty.
    """

    members: Rows
    parts: tuple[Rows, ...]


@dataclass(frozen=True)
class Blocks:
    """Constraints in their transitive closure.

    Attributes:
        blocks: Without a common point.
        apart: Pairs of numbers of blocks that must not be joined, the lower first.
    """

    blocks: tuple[Block, ...]
    apart: frozenset[tuple[int, int]]


def close(constraints: Constraints[int]) -> Blocks:
    """Return the blocks that follow from ``constraints`` on points.

    Raises:
        ValueError: Two points must be together and apart.
    """
    root = {point: point for point in constraints.members}
    for link in constraints.together:
        first, *others = sorted(link.members)
        for other in others:
            low, high = sorted((find(root, first), find(root, other)))
            root[high] = low
    roots = {point: find(root, point) for point in root}
    number = {top: place for place, top in enumerate(sorted(set(roots.values())))}
    block_of = {point: number[top] for point, top in roots.items()}
    apart = {
        (min(block_of[a], block_of[b]), max(block_of[a], block_of[b]))
        for left, right in constraints.apart
        for a in left
        for b in right
    }
    if any(first == second for first, second in apart):
        msg = "points must be together and apart"
        raise ValueError(msg)
    return Blocks(_blocks(constraints.together, block_of, len(number)), frozenset(apart))


def find(root: dict[Name, Name], point: Name) -> Name:
    """Return what stands for ``point``'s set and shorten the way to it (union-find)."""
    while root[point] != point:
        root[point] = point = root[root[point]]
    return point


def _blocks(
    together: Sequence[Together[int]], block_of: Mapping[int, int], count: int
) -> tuple[Block, ...]:
    members: list[list[int]] = [[] for _ in range(count)]
    for point in sorted(block_of):
        members[block_of[point]].append(point)
    parts: list[set[frozenset[int]]] = [set() for _ in range(count)]
    for link in together:
        for part in link.parts:
            parts[block_of[min(part)]].add(part)
    return tuple(
        Block(
            _rows(found),
            tuple(map(_rows, sorted(map(sorted, spoken)))) if spoken else (_rows(found),),
        )
        for found, spoken in zip(members, parts, strict=True)
    )


def _rows(points: Sequence[int]) -> Rows:
    return np.asarray(points, dtype=np.int64)


def constrained(distance: Matrix, blocks: Blocks) -> Matrix:
    """Change distances so that average linkage obeys, cut at any height from 0 to below 4.

    Inside a block all distances are 0 and everywhere else they are more, so that a block is
    whole before anything else happens. All its members have the same distance to a point
    outside. Between blocks that must be apart the distance is n²: two clusters have at most
    n² / 4 pairs, so a mean over them with one such pair is at least 4.

    Args:
        distance: Shape ``(n, n)``, symmetric, not negative, zeros on the diagonal.
        blocks: Over the ``n`` points.

    Returns:
        A new matrix of the same shape, symmetric, not negative, zeros on the diagonal.
    """
    result = np.maximum(distance, _LEAST)
    for block in blocks.blocks:
        _bridge(result, [distance[part].mean(axis=0) for part in block.parts])
    for block in blocks.blocks:
        near = np.min([distance[part].mean(axis=0) for part in block.parts], axis=0)
        near = np.maximum(near, _LEAST)
        result[block.members, :] = near
        result[:, block.members] = near[:, None]
    for first, second in itertools.combinations(blocks.blocks, 2):
        _set(result, first, second, max(_nearest(distance, first, second), _LEAST))
    for block in blocks.blocks:
        _set(result, block, block, 0)
    for one, other in blocks.apart:
        _set(result, blocks.blocks[one], blocks.blocks[other], float(len(distance)) ** 2)
    np.fill_diagonal(result, 0)
    return result


def _bridge(distance: Matrix, near: Sequence[Matrix]) -> None:
    """Bring near to each other what is near to different parts of one block.

    Without it two themes that were merged would draw in new statements of both kinds only
    until the new ones, far from each other, outnumber the block.

    Args:
        distance: Shape ``(n, n)``; changed in place.
        near: Mean distance of every point to each part, shapes ``(n,)``.
    """
    for one, other in itertools.combinations(near, 2):
        across = np.maximum(one[:, None], other[None, :])
        np.minimum(distance, np.minimum(across, across.T), out=distance)
        np.maximum(distance, _LEAST, out=distance)


def _nearest(distance: Matrix, first: Block, second: Block) -> float:
    """Return the mean distance of the two parts that are nearest to each other."""
    return min(
        float(distance[np.ix_(one, other)].mean()) for one in first.parts for other in second.parts
    )


def _set(matrix: Matrix, first: Block, second: Block, value: float) -> None:
    matrix[np.ix_(first.members, second.members)] = value
    matrix[np.ix_(second.members, first.members)] = value
