"""Notes as OpenDocument text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

import odfdo

from demo_notes.blocks import BOLD_HEADING_STYLES, TABLE_HEAD_STYLES, groups, moment, repacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from demo_notes.blocks import Block, Kind
    from demo_notes.sources import NoteSource


def write_odt(source: NoteSource, blocks: Sequence[Block]) -> bytes:
    """Return the note as .odt with real or bold headings, lists and page styles."""
    document = odfdo.Document("text")
    body = document.body
    body.clear()
    strong = odfdo.Style("text", name="Fett", bold=True)
    document.insert_style(strong, automatic=True)
    for kind, group in groups(blocks):
        for element in _odt_elements(source, kind, group):
            body.append(element)
    page = cast("odfdo.StyleMasterPage", document.get_style("master-page", "Standard"))
    if source.running_head:
        page.set_page_header(source.running_head)
    if source.footer:
        page.set_page_footer(source.footer)
    document.meta.title = source.title
    document.meta.creation_date = moment(source).replace(tzinfo=None)
    document.meta.date = moment(source).replace(tzinfo=None)
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue())


def _odt_elements(
    source: NoteSource, kind: Kind, group: Sequence[Block]
) -> Iterator[odfdo.Element]:
    bold = source.style in BOLD_HEADING_STYLES
    if kind in ("bullet", "numbered"):
        items = odfdo.List([block.text for block in group])
        items.style = "List_20_1" if kind == "bullet" else "Numbering_20_1"
        yield items
    elif kind == "head" and source.style in TABLE_HEAD_STYLES:
        table = odfdo.Table("Kopf")
        for block in group:
            table.append_row(odfdo.Row())
            table.set_row_values(table.height - 1, [block.label, block.text])
        yield table
    else:
        for block in group:
            text = f"{block.label}: {block.text}" if kind == "head" else block.text
            if kind in ("title", "heading") and not bold:
                yield odfdo.Header(1 if kind == "title" else 2, text)
                continue
            paragraph = odfdo.Paragraph(text)
            if kind in ("title", "heading"):
                paragraph.set_span("Fett", regex=".+")
            yield paragraph
