"""From how many statements of how many conferences on something may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

LEAST: Final = 3
"""No setting allows fewer: with two, each of them knows the other by subtraction."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A statement without its words.

    Attributes:
        statement: Its id.
        conference: The id of the conference that made it: all that was written of one day of
            one municipality, in however many notes.
        municipality: The key of its municipality.
        half_year: When that was, such as ``2026-1``.
        released: Whether its wording was released before.
    """

    statement: str
    conference: str
    municipality: str
    half_year: str
    released: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """The fewest statements and conferences that may be shown.

    The rule is the minimum frequency of official statistics (Hundepool et al. 2012, section
    4.2.1) with conferences as the respondents: a conference talks about one case.

    Attributes:
        statements: The fewest statements; also the smallest difference that may be shown.
        conferences: The fewest conferences that made them.
    """

    statements: int = 5
    conferences: int = 3

    def __post_init__(self) -> None:
        if min(self.statements, self.conferences) < LEAST:
            msg = f"fewer than {LEAST} protect nobody"
            raise ValueError(msg)

    def met(self, mentions: Collection[Mention], *, of: int) -> bool:
        """Tell whether statements may be shown together.

        Args:
            mentions: The statements.
            of: Number of conferences that they could be from. It must exceed the threshold:
                what "at least three of three" conferences named, each of them named.
        """
        return self._reached(mentions) and of > self.conferences

    def few(self, mentions: Collection[Mention]) -> bool:
        """Tell whether there are statements, but not enough to be shown as what changed."""
        return bool(mentions) and not self._reached(mentions)

    def betrays(self, difference: int) -> bool:
        """Tell whether a difference between two figures is a small group's."""
        return 0 < abs(difference) < self.statements

    def _reached(self, mentions: Collection[Mention]) -> bool:
        conferences = len({mention.conference for mention in mentions})
        return len(mentions) >= self.statements and conferences >= self.conferences
