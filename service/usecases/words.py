"""What people write by themselves, such as a name or a comment: the gate sees it first.

It is short and easily written otherwise. So nothing of it is redacted and no draft is kept:
where the gate is sure, it is refused, and where it is not, somebody has to say that no person
is meant.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING, Final

from nlp.anonymity import gate
from nlp.text import normalise
from nlp.types import Block, BlockKind, Decision, Document, Format, Span
from service.errors import (
    DoubtfulTextError,
    LongTextError,
    PersonalTextError,
    TextCharacterError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.types import Verdict

_CONTROL: Final = "Cc"  # NUL is one, which PostgreSQL does not store
_LINE: Final = "\n"


def checked(written: str, *, most: int, no_person: bool) -> str:
    """Return a text of several lines as it may be kept: white space folded, no empty lines.

    Args:
        written: What somebody wrote.
        most: Code points that it may have.
        no_person: Whether they say that it tells of no person, where the gate is not sure.

    Raises:
        TextCharacterError: It holds a control character.
        LongTextError: It is too long.
        PersonalTextError: It holds personal data for certain.
        DoubtfulTextError: It may, or singles a person out, and nobody says that it does not.
    """
    text = _LINE.join(filter(None, map(normalise, written.splitlines())))
    if holds_control(text):
        raise TextCharacterError
    if len(text) > most:
        raise LongTextError(most=most)
    decision = judged(text).decision if text else Decision.PASS
    if decision is Decision.REFUSE:
        raise PersonalTextError
    if decision is Decision.CONFIRM and not no_person:
        raise DoubtfulTextError
    return text


def holds_control(text: str) -> bool:
    """Tell whether a text holds a control character beside the ends of its lines."""
    return any(unicodedata.category(one) == _CONTROL for one in text if one != _LINE)


def judged(text: str) -> Verdict:
    """Return what the gate says about a text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return gate.check(Document(Format.TXT, text, tuple(_blocks(text)), (), digest))


def _blocks(text: str) -> Iterator[Block]:
    start = 0
    for line in text.split(_LINE):
        yield Block(BlockKind.PARAGRAPH, Span(start, start + len(line)))
        start += len(line) + 1
