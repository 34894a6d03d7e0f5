"""From a document to a note: the head, and statements with their kind.

A heading of the vocabulary opens a section, and the section says what its list items, table
rows and sentences are by default. In a note without such headings every sentence is judged
by itself, by its cues and by a trained model; more strictly in a paper that shows no sign of
being a note. A sentence that only continues the one before (``Dadurch …``) stays with it. A
statement's text is free of the marks of its file's format; its span covers them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.notes.classifier import Judgement, judge
from nlp.notes.head import parse_head
from nlp.notes.layout import parts
from nlp.notes.statements import find_statements
from nlp.types import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.types import Document, Institution, Municipality

__all__ = ["Judgement", "judge", "parse"]


def parse(
    document: Document,
    *,
    register: Sequence[Municipality],
    institutions: Sequence[Institution] = (),
) -> Note:
    """Read a document as the minutes of a Planungskonferenz.

    Args:
        document: What a reader returned.
        register: The municipalities that the head can name.
        institutions: Institutions that the head can name, with their aliases; any other that
            the note names is dropped, for it may be a person.

    Returns:
        The note; its statements stand in the order of the text, do not overlap, and are the
        same for the same file.
    """
    layout = tuple(parts(document))
    head = parse_head(document, layout, register=register, institutions=institutions)
    return Note(head, find_statements(document, layout))
