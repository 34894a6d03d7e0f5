"""Gates for tests: sure answers, so that a test says what the gate asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.anonymity.redaction import placeholders
from nlp.types import Finding, QuasiIdentifier, Span, Tier, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nlp.types import Document


@dataclass
class Gate:
    """A gate that finds words by a list.

    Attributes:
        uncertain: Type of a finding by the pattern of its text.
        certain: The same for what is refused.
        features: Type and proposal by the pattern of a feature's text.
        enough: Number of features that single a person out.
        populations: What it was told, call by call.
    """

    uncertain: Mapping[str, str] = field(default_factory=dict)
    certain: Mapping[str, str] = field(default_factory=dict)
    features: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    enough: int = 1
    populations: list[int | None] = field(default_factory=list)

    def __call__(
        self, document: Document, *, filename: str = "", population: int | None = None
    ) -> Verdict:
        self.populations.append(population)
        places = {"text": document.text, "filename": filename}
        places |= {f"metadata:{item.key}": item.value for item in document.metadata}
        found = [one for place, text in places.items() for one in self._findings(text, place)]
        features = tuple(self._features(document.text))
        return Verdict(tuple(found), features, len(features) >= self.enough)

    def _findings(self, text: str, place: str) -> Iterator[Finding]:
        redacted = list(placeholders(text))
        found = [
            Finding(Span(*match.span()), type_, tier, "lexicon", place)
            for tier, listed in ((Tier.CONFIRM, self.uncertain), (Tier.REFUSE, self.certain))
            for pattern, type_ in listed.items()
            for match in re.finditer(pattern, text)
        ]
        for one in sorted(found, key=lambda one: one.span):
            if not any(s.start <= one.span.start and one.span.end <= s.end for s in redacted):
                yield one

    def _features(self, text: str) -> Iterator[QuasiIdentifier]:
        found = [
            QuasiIdentifier(Span(*match.span()), type_, proposal)
            for pattern, (type_, proposal) in self.features.items()
            for match in re.finditer(pattern, text)
            if not any(span.overlaps(Span(*match.span())) for span in placeholders(text))
        ]
        yield from sorted(found, key=lambda one: one.span)
