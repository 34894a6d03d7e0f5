from __future__ import annotations

from typing import TYPE_CHECKING

import odfdo
import pytest

from nlp.errors import EncryptedFileError, MacroFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nlp.reading.builder import Extract

    Blocks = Callable[[Extract], list[tuple[str, int, str]]]
    Read = Callable[..., Extract]
    Repacked = Callable[[bytes, Mapping[str, bytes | str]], bytes]
    Saved = Callable[[odfdo.Document], bytes]


def _document() -> odfdo.Document:
    document = odfdo.Document("text")
    document.body.clear()
    return document


def _metadata(found: Extract) -> dict[str, str]:
    return {entry.key: entry.value for entry in found.metadata}


def _with_body(data: bytes, repacked: Repacked, body: str, styles: str = "") -> bytes:
    content = f"""<office:document-content
        xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
        xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
        xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
        xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
        xmlns:dc="http://purl.org/dc/elements/1.1/">
        <office:automatic-styles>{styles}</office:automatic-styles>
        <office:body><office:text>{body}</office:text></office:body>
        </office:document-content>"""
    return repacked(data, {"content.xml": content})


def test_headings_lists_tables_and_paragraphs(
    saved: Saved, read_here: Read, blocks: Blocks
) -> None:
    document = _document()
    document.body.append(odfdo.Header(1, "Protokoll"))
    items = odfdo.List(["eins"])
    items.append(odfdo.ListItem("zwei"))
    items.get_items()[0].append(odfdo.List(["innen"]))
    document.body.append(items)
    table = odfdo.Table("T", width=2, height=1)
    table.set_values([["Kita", "Halle"]])
    document.body.append(table)
    document.body.append(odfdo.Paragraph("Ende"))
    found = read_here(saved(document), "odt")
    assert blocks(found) == [
        ("heading", 1, "Protokoll"),
        ("list_item", 1, "eins"),
        ("list_item", 2, "innen"),
        ("list_item", 1, "zwei"),
        ("table_row", 0, "Kita\tHalle"),
        ("paragraph", 0, "Ende"),
    ]
    assert [cell.of(found.text) for cell in found.blocks[4].cells] == ["Kita", "Halle"]


def test_white_space_boxes_notes_and_annotations(
    saved: Saved, repacked: Repacked, read_here: Read, blocks: Blocks
) -> None:
    body = (
        "<text:p>Zwei<text:s text:c='2'/>Worte<text:line-break/>und\n   mehr"
        "<office:annotation><dc:creator>Erika Muster</dc:creator><text:p>Stimmt das?</text:p>"
        "</office:annotation><draw:frame><draw:text-box><text:p>Kasten</text:p></draw:text-box>"
        "<svg:desc>Bild der Familie</svg:desc></draw:frame><text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>Fußnote</text:p></text:note-body>"
        "</text:note>.</text:p>"
    )
    found = read_here(_with_body(saved(_document()), repacked, body), "odt")
    assert blocks(found)[:4] == [
        ("paragraph", 0, "Zwei  Worte\nund mehr."),
        ("comment", 0, "Stimmt das?"),
        ("text_box", 0, "Kasten"),
        ("footer", 0, "Fußnote"),
    ]
    metadata = _metadata(found)
    assert metadata["editor"] == "Erika Muster"
    assert metadata["alt_text"] == "Bild der Familie"


def test_only_the_first_paragraph_of_an_item_is_the_item(
    saved: Saved, repacked: Repacked, read_here: Read, blocks: Blocks
) -> None:
    body = (
        "<text:list><text:list-item><text:p>eins</text:p><text:p>dazu</text:p>"
        "</text:list-item></text:list>"
    )
    found = read_here(_with_body(saved(_document()), repacked, body), "odt")
    assert blocks(found)[:2] == [("list_item", 1, "eins"), ("paragraph", 0, "dazu")]


def test_bold_titles_hidden_text_and_deletions(
    saved: Saved, repacked: Repacked, read_here: Read, blocks: Blocks
) -> None:
    styles = (
        "<style:style style:family='paragraph' style:name='P1'><style:text-properties "
        "fo:font-weight='bold'/></style:style><style:style style:family='text' style:name='T1'>"
        "<style:text-properties text:display='none'/></style:style>"
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
        "<dc:creator>Max Muster</dc:creator></office:change-info><text:p>Frau Yilmaz</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p text:style-name='P1'>Generative Themen</text:p>"
        "<text:p>sichtbar <text:span text:style-name='T1'>geheim</text:span></text:p>"
    )
    found = read_here(_with_body(saved(_document()), repacked, body, styles), "odt")
    assert blocks(found)[:2] == [("heading", 1, "Generative Themen"), ("paragraph", 0, "sichtbar")]
    metadata = _metadata(found)
    assert metadata["deleted_text"] == "Frau Yilmaz"
    assert metadata["hidden_text"] == "geheim"


def test_headers_footers_and_properties(saved: Saved, read_here: Read, blocks: Blocks) -> None:
    document = _document()
    document.body.append(odfdo.Paragraph("Text"))
    style = document.get_style("master-page", "Standard")
    style.set_page_header(odfdo.Paragraph("Kreis Gütersloh"))
    style.set_page_footer(odfdo.Paragraph("Seite 1"))
    document.meta.creator = "A. Utor"
    document.meta.title = "Planungskonferenz"
    found = read_here(saved(document), "odt")
    assert blocks(found) == [
        ("header", 0, "Kreis Gütersloh"),
        ("paragraph", 0, "Text"),
        ("footer", 0, "Seite 1"),
    ]
    assert _metadata(found)["last_editor"] == "A. Utor"
    assert _metadata(found)["title"] == "Planungskonferenz"


def test_macros_and_passwords_are_refused(
    saved: Saved, repacked: Repacked, read_here: Read
) -> None:
    data = saved(_document())
    with pytest.raises(MacroFileError):
        read_here(repacked(data, {"Basic/Standard/Module1.xml": "<m/>"}), "odt")
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    with pytest.raises(EncryptedFileError):
        read_here(repacked(data, {"META-INF/manifest.xml": manifest}), "odt")
