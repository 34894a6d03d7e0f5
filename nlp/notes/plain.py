"""Marks of a file's format taken out of a statement, so that it can be read as it was meant.

Only formats whose :attr:`Document.text` is the file itself have such marks: quotes that are
doubled in a csv, and Markdown within a line. Every pattern is read in linear time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.types import Format

if TYPE_CHECKING:
    from collections.abc import Callable


def _emphasis(mark: str) -> re.Pattern[str]:
    """Return a pattern for text between marks; within a word, as in ``Lehrer*innen``, is none.

    Not possessive: Python 3.11.2 (Debian 12) loses the group in a possessive repetition.
    """
    within = rf"(?<=[^\W_]){mark}(?=[^\W_])"
    return re.compile(
        rf"(?<![\w\\{mark}])({mark}{{1,3}})(?=[^\s{mark}])"
        rf"((?:[^{mark}]|{within})+)(?<![\s\\])\1(?![\w{mark}])"
    )


_DEEPEST = 3
_EMPHASES = tuple(map(_emphasis, (r"\*", "_")))
_MARKDOWN = (
    (re.compile(r"\n[ \t]*+>[> \t]*+|<br\s?/?>", re.IGNORECASE), " "),
    (re.compile(r"!?\[([^\[\]]*+)\]\((?:[^()\s]++|\([^()\s]*+\))*+(?:\s\"[^\"]*+\")?\)"), r"\1"),
    (re.compile(r"<(\w{2,9}:[^<>\s]++)>"), r"\1"),
    (re.compile(r"(?<!\\)(`{1,2})([^`]++)\1"), r"\2"),
    (re.compile(r"~~([^~]++)~~"), r"\1"),
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(text: str, format_: Format) -> str:
    """Return the text without the marks of its format and with white space folded."""
    unmarked = _UNMARK[format_](text) if format_ in _UNMARK else text
    return " ".join(unmarked.split())


def _unmark_csv(text: str) -> str:
    return text.replace('""', '"')


def _unmark_markdown(text: str) -> str:
    for pattern, replacement in _MARKDOWN:
        text = pattern.sub(replacement, text)
    for _ in range(_DEEPEST):
        for pattern in _EMPHASES:
            text = pattern.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", text)


_UNMARK: dict[Format, Callable[[str], str]] = {
    Format.CSV: _unmark_csv,
    Format.MD: _unmark_markdown,
}
