"""Lists in pages of fifty."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Annotated, Generic, TypeVar

from fastapi import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.usecases.views import Page

T = TypeVar("T")

PageNumber = Annotated[int, Query(ge=1, le=100_000)]
"""The type of a parameter that takes the number of a page, from 1."""
_SIZE = 50


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """One page of a list, its number, and how many there are."""

    items: tuple[T, ...]
    total: int
    number: int
    pages: int


def paged(items: Sequence[T], number: int) -> Paged[T]:
    """Return one page of a list that is at hand, the last one where it has fewer."""
    pages = max(1, ceil(len(items) / _SIZE))
    number = min(number, pages)
    first = (number - 1) * _SIZE
    return Paged(tuple(items[first : first + _SIZE]), len(items), number, pages)


def paging(number: int, fetch: Callable[[int, int], Page[T]]) -> Paged[T]:
    """Fetch one page of a list; ``fetch`` takes offset and limit."""
    page = fetch((number - 1) * _SIZE, _SIZE)
    return Paged(
        items=page.items,
        total=page.total,
        number=number,
        pages=max(1, ceil(page.total / _SIZE)),
    )
