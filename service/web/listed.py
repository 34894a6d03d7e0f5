"""The statements of a theme, as its page lists them: all, or those of a word or a sub-theme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query

from service.web.paging import Paged, PageNumber, paged  # FastAPI reads the annotations

if TYPE_CHECKING:
    from uuid import UUID

    from service.usecases.standing import StandingDetail, StandingStatement, StandingTheme

_Number = Annotated[int, Query(ge=0, le=10_000)]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list of a theme's statements.

    Words and sub-themes go by their number, since what they say belongs in no address.

    Attributes:
        page: Number of the page, from 1.
        word: Lists only what carries this word of the theme, from 1; 0 for all.
        part: Lists only what is in this sub-theme, from 1; 0 for all.
    """

    page: int = 1
    word: int = 0
    part: int = 0

    @property
    def query(self) -> dict[str, int]:
        """The parameters of an address that leads there."""
        named = {"seite": self.page if self.page > 1 else 0, "wort": self.word, "teil": self.part}
        return {name: number for name, number in named.items() if number}


def _place(seite: PageNumber = 1, wort: _Number = 0, teil: _Number = 0) -> Place:
    return Place(seite, wort, teil)


AtPlace = Annotated[Place, Depends(_place)]
"""The type of a parameter that takes the place from the address."""


@dataclass(frozen=True, slots=True)
class ThemeWord:
    """A word of a theme, the statements that carry it, and whether the proposed name has it."""

    word: str
    statement_ids: tuple[UUID, ...]
    in_name: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page lists.

    Attributes:
        statements: One page of them.
        place: Where that is; a word or a sub-theme that the theme does not have is left out.
        only: The word or the name of the sub-theme to which the list is narrowed.
    """

    statements: Paged[StandingStatement]
    place: Place
    only: str = ""


def words_of(theme: StandingTheme) -> list[ThemeWord]:
    """Return the words of the proposed name, then the other keywords, the strongest first."""
    named = {word.word for word in theme.evidence}
    return [
        *(ThemeWord(word.word, word.statement_ids, in_name=True) for word in theme.evidence),
        *(
            ThemeWord(word.word, word.statement_ids, in_name=False)
            for word in theme.keywords
            if word.word not in named
        ),
    ]


def listed(detail: StandingDetail, place: Place) -> Listed:
    """Return the statements of a theme at a place."""
    words, parts = words_of(detail.theme), detail.theme.parts
    if 0 < place.word <= len(words):
        word = words[place.word - 1]
        only, ids, place = word.word, word.statement_ids, replace(place, part=0)
    elif 0 < place.part <= len(parts):
        part = parts[place.part - 1]
        only, ids, place = part.label, part.statement_ids, replace(place, word=0)
    else:
        only, ids, place = "", tuple(one.id for one in detail.statements), Place(place.page)
    kept = set(ids)
    shown = paged([one for one in detail.statements if one.id in kept], place.page)
    return Listed(shown, replace(place, page=shown.number), only)
