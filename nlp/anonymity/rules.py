"""What a detector finds, and what a rule by pattern is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Match = re.Match[str]


def _always(_match: Match) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data in a normalised text, as a detector found it.

    Attributes:
        span: Its place, not empty.
        type: The kind of data, such as ``email``.
        tier: How sure the detector is.
        rule: How it was recognised: ``form``, ``checksum``, ``label``, ``title``, ``role``,
            ``model``, ``lexicon``, ``repeated``, ``unknown`` … The catalogue explains each.
    """

    span: Span
    type: str
    tier: Tier
    rule: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind of identifier is recognised in a normalised text.

    Attributes:
        type: The type of the finding.
        pattern: Its group ``it`` is the finding; the whole match where there is no such group.
        check: Rules out matches of which the pattern says too much.
        tier: How sure the rule is.
        code: The finding's ``rule``.
    """

    type: str
    pattern: re.Pattern[str]
    check: Callable[[Match], bool] = _always
    tier: Tier = Tier.REFUSE
    code: str = "form"

    def find(self, text: str) -> Iterator[Found]:
        """Yield what the rule recognises."""
        group = "it" if "it" in self.pattern.groupindex else 0
        for match in self.pattern.finditer(text):
            if self.check(match):
                yield Found(Span(*match.span(group)), self.type, self.tier, self.code)


def rule(
    type_: str,
    *pattern: str,
    check: Callable[[Match], bool] = _always,
    tier: Tier = Tier.REFUSE,
    code: str = "form",
) -> Rule:
    """Make a rule from the parts of a pattern, one after the other."""
    return Rule(type_, re.compile("".join(pattern)), check, tier, code)


def one_of(*alternatives: str) -> str:
    """Return a pattern for any of the alternatives."""
    return f"(?:{'|'.join(alternatives)})"


def words(text: str, *, ending: str = r"\b", flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return a pattern for words that stand at the beginning; ``*`` is any ending."""
    alternatives = (re.escape(word).replace(r"\*", r"\w*") for word in text.split())
    return re.compile(one_of(*alternatives) + ending, flags)
