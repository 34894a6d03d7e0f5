"""Notes as Word files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from demo_notes.blocks import BOLD_HEADING_STYLES, TABLE_HEAD_STYLES, groups, moment, repacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from demo_notes.blocks import Block
    from demo_notes.sources import NoteSource


def write_docx(source: NoteSource, blocks: Sequence[Block]) -> bytes:
    """Return the note as .docx, with header, footer, text box and comment where asked."""
    document = docx.Document()
    for kind, group in groups(blocks):
        if kind == "row" or (kind == "head" and source.style in TABLE_HEAD_STYLES):
            _docx_table(document, group)
            continue
        for block in group:
            _docx_paragraph(document, block, bold=source.style in BOLD_HEADING_STYLES)
    page = document.sections[0]
    page.header.paragraphs[0].text = source.running_head
    page.footer.paragraphs[0].text = source.footer
    if source.text_box:
        document.add_paragraph()._p.append(_text_box(source.text_box))  # noqa: SLF001 - no API
    if source.comment:
        runs = document.paragraphs[-1].runs
        comment = document.add_comment(runs, source.comment, author="", initials="")
        comment._comment_elm.date = moment(source)  # noqa: SLF001 - no API sets it
    _docx_properties(document, source)
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue())


def _docx_table(document: docx.document.Document, group: Sequence[Block]) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for block in group:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = block.label, block.text
    document.add_paragraph()


def _docx_paragraph(document: docx.document.Document, block: Block, *, bold: bool) -> None:
    if block.kind == "head":
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{block.label}: ").bold = True
        paragraph.add_run(block.text)
    elif block.kind in ("title", "heading") and bold:
        document.add_paragraph().add_run(block.text).bold = True
    elif block.kind in ("title", "heading"):
        document.add_heading(block.text, level=0 if block.kind == "title" else 1)
    else:
        style = {"bullet": "List Bullet", "numbered": "List Number"}.get(block.kind)
        document.add_paragraph(block.text, style=style)


def _text_box(text: str) -> docx.oxml.xmlchemy.BaseOxmlElement:
    return parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>'
        '<v:shape style="width:320pt;height:40pt"><v:textbox><w:txbxContent>'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def _docx_properties(document: docx.document.Document, source: NoteSource) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title = source.title
    properties.language = "de-DE"
    properties.created = properties.modified = moment(source).replace(tzinfo=None)
