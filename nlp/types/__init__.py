"""The values that travel through the method, in the order in which they arise.

    file -> Document -> Note -> Verdict of the gate -> Statement -> vector -> Clustering -> Theme

Offsets are half-open ``[start, end)`` and count Unicode code points of
:attr:`Document.text`; every later stage keeps pointing into that one text.
"""

from nlp.types.documents import (
    Block,
    BlockKind,
    Document,
    Format,
    Metadata,
    Span,
)
from nlp.types.gate import (
    Decision,
    Finding,
    QuasiIdentifier,
    Tier,
    Verdict,
)
from nlp.types.notes import (
    Institution,
    Municipality,
    Note,
    NoteHead,
    Statement,
    StatementKind,
)
from nlp.types.themes import (
    Centre,
    Clustering,
    Entry,
    Evidence,
    FieldProposal,
    Keyword,
    Nearest,
    Reach,
    Spread,
    SubTheme,
    Theme,
    ThemeRun,
    Trust,
)

__all__ = [
    "Block",
    "BlockKind",
    "Centre",
    "Clustering",
    "Decision",
    "Document",
    "Entry",
    "Evidence",
    "FieldProposal",
    "Finding",
    "Format",
    "Institution",
    "Keyword",
    "Metadata",
    "Municipality",
    "Nearest",
    "Note",
    "NoteHead",
    "QuasiIdentifier",
    "Reach",
    "Span",
    "Spread",
    "Statement",
    "StatementKind",
    "SubTheme",
    "Theme",
    "ThemeRun",
    "Tier",
    "Trust",
    "Verdict",
]
