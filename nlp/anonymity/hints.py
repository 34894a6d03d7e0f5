"""What points to personal data without being it: a person has to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.anonymity.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.types import Span

# A line meant for an address that is not there as text: a picture, or lost on the way.
_RULES = (rule("email", r"(?m)^[^\S\n]*(?P<it>(?:E-?)?Mail(?:-?[Aa]dresse)?:)[^\S\n]*$"),)


def find_hints(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the hints in a normalised text with the type of what they point to."""
    for hint in _RULES:
        for span in hint.find(text):
            yield span, hint.type
