"""Notes as PDF of several pages, with hyphenated words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyphen  # type: ignore[import-untyped]  # ships no types
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from demo_notes.blocks import TABLE_HEAD_STYLES, groups, moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from demo_notes.blocks import Block
    from demo_notes.sources import NoteSource

SOFT_HYPHEN = "\u00ad"
SYLLABLES = pyphen.Pyphen(lang="de_DE", left=3, right=3)


class _Pdf(FPDF):
    """A4 with a running head and page numbers."""

    def __init__(self, running_head: str) -> None:
        super().__init__(format="A4")
        self.running_head = running_head
        self.core_fonts_encoding = "cp1252"
        self.set_compression(False)  # readable in a diff
        self.set_margins(45, 30)  # narrow, so that words are hyphenated
        self.set_auto_page_break(auto=True, margin=35)

    def header(self) -> None:
        self.set_font("helvetica", size=9)
        self.cell(0, 8, self.running_head, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(8)

    def footer(self) -> None:
        self.set_y(-20)
        self.set_font("helvetica", size=9)
        self.cell(0, 8, f"Seite {self.page_no()} von {{nb}}", align="C")

    def write_line(self, text: str, *, style: str = "", size: int = 12) -> None:
        self.set_font("helvetica", style=style, size=size)
        self.multi_cell(0, 8, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def write_pdf(source: NoteSource, blocks: Sequence[Block]) -> bytes:
    """Return the note as .pdf in a core font; text must fit Windows-1252."""
    pdf = _Pdf(source.running_head)
    pdf.set_title(source.title)
    pdf.set_lang("de-DE")
    pdf.set_producer("")
    pdf.set_creation_date(moment(source))
    pdf.add_page()
    for kind, group in groups(blocks):
        if kind == "head" and source.style in TABLE_HEAD_STYLES:
            pdf.set_font("helvetica", size=12)
            rows = [(block.label, block.text) for block in group]
            with pdf.table(
                rows, first_row_as_headings=False, col_widths=(1, 2), text_align="LEFT"
            ):
                pass  # the rows are drawn on leaving
        else:
            for block in group:
                _pdf_block(pdf, block)
        pdf.ln(3)
    return bytes(pdf.output())


def _pdf_block(pdf: _Pdf, block: Block) -> None:
    text = " ".join(SYLLABLES.inserted(word, SOFT_HYPHEN) for word in block.text.split())
    if block.kind in ("title", "heading"):
        pdf.write_line(block.text, style="B", size=16 if block.kind == "title" else 13)
    elif block.kind == "head":
        pdf.write_line(f"{block.label}: {text}")
    elif block.kind == "bullet":
        pdf.write_line(f"• {text}")
    else:
        pdf.write_line(f"{block.label}. {text}" if block.label else text)
        pdf.ln(2)
