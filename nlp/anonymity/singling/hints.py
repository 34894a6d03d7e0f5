"""What points to personal data without being it: a person has to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.anonymity.rules import Found, rule
from nlp.anonymity.singling.dates import find_days
from nlp.anonymity.singling.organisations import find_organisations
from nlp.types import Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

# A line meant for an address that is not there as text: a picture, or lost on the way.
_EMPTY_LABEL = rule(
    "email",
    r"(?m)^[^\S\n]*(?P<it>(?:E-?)?Mail(?:-?[Aa]dresse)?:)[^\S\n]*$",
    tier=Tier.CONFIRM,
    code="label",
)


def find_hints(text: str) -> Iterator[Found]:
    """Yield the hints in a normalised text: exact days, small institutions, employers."""
    yield from _EMPTY_LABEL.find(text)
    for day in find_days(text):
        yield Found(day.span, "date", Tier.CONFIRM, "form")
    for one in find_organisations(text):
        type_ = "employer" if one.kind == "employer" else "institution"
        yield Found(one.span, type_, Tier.CONFIRM, "form")
