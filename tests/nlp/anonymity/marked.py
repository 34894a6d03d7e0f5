"""Lines in which ``«…»`` marks what has to be found."""

from __future__ import annotations

from nlp.anonymity.identifiers.certain import find_identifiers
from nlp.types import Tier


def found(text: str, *, tier: Tier = Tier.REFUSE) -> list[tuple[str, str]]:
    """Return type and value of what the first tier finds."""
    return sorted({(f.type, f.span.of(text)) for f in find_identifiers(text) if f.tier is tier})


def missed(marked: str, type_: str, *, tier: Tier = Tier.REFUSE) -> list[str]:
    """Return the marked values that no finding of the type covers."""
    text, spans = _unmarked(marked)
    findings = [f.span for f in find_identifiers(text) if f.type == type_ and f.tier is tier]
    return [
        text[start:end]
        for start, end in spans
        if not any(span.start <= start and end <= span.end for span in findings)
    ]


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    text, spans = "", []
    before, *parts = marked.split("«")
    text = before
    for part in parts:
        value, after = part.split("»")
        spans.append((len(text), len(text) + len(value)))
        text += value + after
    return text, spans
