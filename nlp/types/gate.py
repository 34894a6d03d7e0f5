"""What the anonymity gate says about a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp.types.documents import Span


class Tier(StrEnum):
    """How sure the gate is: ``refuse`` is certain, ``confirm`` needs a person's eye."""

    REFUSE = "refuse"
    CONFIRM = "confirm"


class Decision(StrEnum):
    """What the gate decides about a document."""

    REFUSE = "refuse"
    CONFIRM = "confirm"
    PASS = "pass"  # noqa: S105 - a decision, no password


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data found in a text.

    Attributes:
        span: Where it stands. For findings outside the text, in metadata or in the file's
            name, ``place`` names where and the span counts in that value.
        type: The kind of data, such as ``email``; the catalogue explains it in German.
        tier: How sure the gate is.
        rule: Which rule fired, as a code that the catalogue explains in German.
        place: ``text``, ``filename`` or ``metadata:<key>``.
    """

    span: Span
    type: str
    tier: Tier
    rule: str = "form"
    place: str = "text"


@dataclass(frozen=True, slots=True)
class QuasiIdentifier:
    """A feature of a person that can single them out, and what to write instead.

    Attributes:
        span: Its place in the document's text.
        type: The kind of feature, such as ``age``; the catalogue names it in German.
        proposal: A less specific wording that fits in its place: ``30–39`` for ``34``.
    """

    span: Span
    type: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's answer: findings in order of their place, and what follows from them."""

    findings: tuple[Finding, ...] = ()
    quasi_identifiers: tuple[QuasiIdentifier, ...] = ()
    singling_out: bool = False

    @property
    def decision(self) -> Decision:
        """The strictest tier among the findings decides."""
        tiers = {finding.tier for finding in self.findings}
        if Tier.REFUSE in tiers:
            return Decision.REFUSE
        if Tier.CONFIRM in tiers or self.singling_out:
            return Decision.CONFIRM
        return Decision.PASS
