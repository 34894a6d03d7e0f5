"""What the look of a line says: bullets, numbers, titles.

The readers share these rules, so that a note typed into Word with hyphens for bullets is
read like the same note as a text file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.types import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = (
    "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
)
# The private-use characters are the bullets of Word's Symbol and Wingdings fonts.
_BULLET = "[-–—•●○◦▪▫■□‣⁃·*►➢➤✓✔\uf02d\uf0a7\uf0b7\uf0d8\uf0fc]|o"
_NUMBER = rf"\(?\d{{1,3}}[.)](?![ \t]+(?:{_MONTHS})\b)|\(?[a-z]\)"
MARKER = re.compile(rf"[ \t\u00a0]*(?:{_BULLET}|{_NUMBER})[ \t\u00a0]+(?=\S)")
"""The mark of a list item with the white space around it, at the start of a line."""

_TITLE_LENGTH = 80
_TITLE_WORDS = 10
_SENTENCE_END = (".", "!", "?", ",", ";", "…")


def is_title(text: str) -> bool:
    """Tell whether a line can be a heading: short, one line, no end of a sentence."""
    text = text.strip()
    return (
        0 < len(text) <= _TITLE_LENGTH
        and "\n" not in text
        and len(text.split()) <= _TITLE_WORDS
        and not text.endswith(_SENTENCE_END)
        and any(character.isalpha() for character in text)
    )


def typed_items(text: str) -> Iterator[tuple[BlockKind, str]]:
    r"""Split a paragraph at lines that begin with a typed mark.

    Args:
        text: A paragraph, its own line breaks as ``\\n``.

    Yields:
        Kind and text in order, the marks removed: a lead-in before the first mark as
        paragraph (as heading where it ends with a colon), then the list items. A text
        without marks is yielded whole.
    """
    lead, items = _split_at_marks(text.split("\n"))
    if lead:
        heading = bool(items) and lead.endswith(":") and is_title(lead)
        yield (BlockKind.HEADING if heading else BlockKind.PARAGRAPH), lead
    for item in items:
        yield BlockKind.LIST_ITEM, item


class Depth:
    """The depth of list items from their indentation."""

    def __init__(self) -> None:
        self._indents: list[int] = []

    def of(self, indent: int) -> int:
        """Return the depth, from 1, of the next item of the list.

        Args:
            indent: Where the item begins, in any unit.
        """
        while self._indents and self._indents[-1] > indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent:
            self._indents.append(indent)
        return len(self._indents)

    def end_list(self) -> None:
        """Forget the list; the next item starts another one."""
        self._indents.clear()


def _split_at_marks(lines: list[str]) -> tuple[str, list[str]]:
    groups: list[list[str]] = [[]]
    for line in lines:
        if mark := MARKER.match(line):
            groups.append([line[mark.end() :]])
        else:
            groups[-1].append(line)
    lead, *items = ("\n".join(group) for group in groups)
    return lead, items
