"""Parts of a text, and how another part lies to them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


def joined(spans: Iterable[Span], together: Callable[[Span, Span], bool]) -> Iterator[Span]:
    """Yield parts of a text, neighbours that belong together as one.

    Args:
        spans: The parts, in their order.
        together: Tells of what was joined so far and the next part whether they do.
    """
    last: Span | None = None
    for span in spans:
        if last and together(last, span):
            last = Span(last.start, max(last.end, span.end))
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


class Cover:
    """Parts of a text, joined where they touch.

    Each question takes the logarithm of their number, beside the parts that it returns.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        given = sorted(spans)
        self._given = [span.start for span in given]
        # How far those reach that begin no later.
        self._reach = [-1, *accumulate((span.end for span in given), max)]
        self._spans = list(joined(given, lambda last, span: span.start <= last.end))
        self._starts = [span.start for span in self._spans]
        self._ends = [span.end for span in self._spans]

    def holds(self, span: Span) -> bool:
        """Tell whether another part lies inside a single one of those given, not joined."""
        return span.end <= self._reach[bisect_right(self._given, span.start)]

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
