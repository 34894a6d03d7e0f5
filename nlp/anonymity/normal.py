"""A text as the rules read it, and the way back to the text as it stands."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# Zero-width and soft characters, variation selectors: they hide between letters.
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u034f\u180e\ufe0e\ufe0f")


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text in normal form NFKC without invisible characters.

    Attributes:
        text: The normalised text.
        origins: For each of its characters the span of the original that it stands for;
            ``None`` where the text was normal already.
    """

    text: str
    origins: tuple[tuple[int, int], ...] | None = None

    def original(self, span: Span) -> Span:
        """Return the place in the original of a non-empty place in the normalised text."""
        if self.origins is None:
            return span
        return Span(self.origins[span.start][0], self.origins[span.end - 1][1])


def normalise(text: str) -> NormalText:
    """Normalise a text: NFKC, full-width digits as digits, invisible characters dropped."""
    if unicodedata.is_normalized("NFKC", text) and _INVISIBLE.isdisjoint(text):
        return NormalText(text)
    characters: list[str] = []
    origins: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        visible = "".join(c for c in text[start:end] if c not in _INVISIBLE)
        normal = unicodedata.normalize("NFKC", visible)
        characters.append(normal)
        origins.extend([(start, end)] * len(normal))
    return NormalText("".join(characters), tuple(origins))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of characters together with the marks that combine with them."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not unicodedata.combining(text[index]):
            yield start, index
            start = index
