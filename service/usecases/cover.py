"""Parts of a text, and how another part lies to them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Cover:
    """Parts of a text, joined where they touch."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: list[Span] = []
        for span in sorted(spans):
            if self._spans and span.start <= self._spans[-1].end:
                last = self._spans.pop()
                self._spans.append(Span(last.start, max(last.end, span.end)))
            else:
                self._spans.append(span)
        self._starts = [span.start for span in self._spans]
        self._ends = [span.end for span in self._spans]

    def touching(self, span: Span) -> Sequence[Span]:
        """Return the parts that overlap another one, in order."""
        first = bisect_right(self._ends, span.start)
        return self._spans[first : bisect_left(self._starts, span.end)]

    def stretched(self, span: Span) -> Span:
        """Return another part together with all those that it overlaps."""
        spans = [span, *self.touching(span)]
        return Span(min(one.start for one in spans), max(one.end for one in spans))

    def leaves_some(self, span: Span, text: str) -> bool:
        """Tell whether anything but white space of another part is left uncovered."""
        parts = self.touching(span)
        starts = [span.start, *(part.end for part in parts)]
        ends = [*(part.start for part in parts), span.end]
        return any(text[start:end].strip() for start, end in zip(starts, ends, strict=True))
