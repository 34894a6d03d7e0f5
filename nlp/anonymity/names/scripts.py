"""Words in other scripts: in a German note, a run of Arabic or Cyrillic is mostly a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.anonymity.rules import Found
from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

# Blocks of letters that follow Latin: Greek to Georgian, Ethiopic, the Indic and East Asian ones.
# A Greek letter alone is a sign of mathematics, so a word has two letters at least.
_BLOCKS = (
    "\u0370-\u1cff\u1f00-\u1fff\u2c00-\u2c5f\u2c80-\u2dff\u3040-\ua4cf\ua500-\ua69f\ua880-\uab2f"
    "\uab70-\ud7ff\uf900-\ufaff\ufb13-\ufdff\ufe70-\ufefc\U00010000-\U0001bfff"
    "\U00020000-\U0003ffff"
)
_LETTER = rf"(?:(?![\d_])[{_BLOCKS}])"
_WORD = rf"{_LETTER}{{2,}}(?:['’ʼ-]{_LETTER}+)*"
_RUN = re.compile(rf"{_WORD}(?:[ \n]{_WORD})*")


def foreign_script(text: str) -> Iterator[Found]:
    """Yield the words of a normalised text that are not in Latin letters, neighbours as one."""
    for match in _RUN.finditer(text):
        yield Found(Span(*match.span()), "unknown_word", Tier.CONFIRM, "unknown")
