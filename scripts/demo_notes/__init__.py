"""Demo notes rendered from their sources into files, the same bytes every time.

A source becomes a list of blocks once; each writer only knows how to write a group of
like blocks. What differs between house styles is the head and the headings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo_notes.blocks import blocks_of
from demo_notes.opendocument import write_odt
from demo_notes.pdf import write_pdf
from demo_notes.plain import write_md, write_txt
from demo_notes.tables import table_of, write_csv, write_xlsx
from demo_notes.word import write_docx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from demo_notes.blocks import Block
    from demo_notes.sources import NoteSource
    from demo_notes.tables import Register

_WRITERS: Mapping[str, Callable[[NoteSource, Sequence[Block]], bytes]] = {
    "docx": write_docx,
    "md": write_md,
    "odt": write_odt,
    "pdf": write_pdf,
    "txt": write_txt,
}


def render(source: NoteSource, register: Register) -> bytes:
    """Return the note as a file of the source's format.

    Raises:
        KeyError: There is no such format.
    """
    if source.format == "csv":
        return write_csv(table_of(source, register))
    if source.format == "xlsx":
        return write_xlsx(source, table_of(source, register))
    return _WRITERS[source.format](source, list(blocks_of(source)))
