from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docx.document import Document

    from nlp.reading.builder import Extract

    Blocks = Callable[[Extract], list[tuple[str, int, str]]]
    Read = Callable[..., Extract]
    Saved = Callable[[Document], bytes]

_W = nsdecls("w")


def _add(document: Document, body: str) -> None:
    document.element.body.insert_element_before(parse_xml(f"<w:p {_W}>{body}</w:p>"), "w:sectPr")


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _metadata(found: Extract) -> dict[str, str]:
    return {entry.key: entry.value for entry in found.metadata}


def test_headings_lists_and_paragraphs(saved: Saved, read_here: Read, blocks: Blocks) -> None:
    document = docx.Document()
    document.add_heading("Protokoll", 0)
    document.add_heading("Themen", 2)
    document.add_paragraph("eins", style="List Bullet")
    document.add_paragraph("innen", style="List Bullet 2")
    document.add_paragraph().add_run("Maßnahmen").bold = True
    document.add_paragraph().add_run("Ein fetter Satz.").bold = True
    document.add_paragraph("Vorschläge:\n- mehr Kurse\n- Geld")
    assert blocks(read_here(saved(document), "docx")) == [
        ("heading", 1, "Protokoll"),
        ("heading", 2, "Themen"),
        ("list_item", 1, "eins"),
        ("list_item", 2, "innen"),
        ("heading", 3, "Maßnahmen"),
        ("paragraph", 0, "Ein fetter Satz."),
        ("heading", 3, "Vorschläge:"),
        ("list_item", 1, "mehr Kurse"),
        ("list_item", 1, "Geld"),
    ]


@pytest.mark.parametrize(("name", "level"), [("Überschrift 3", 3), ("Titel", 1), ("Absatz", 0)])
def test_german_style_names(
    name: str, level: int, saved: Saved, read_here: Read, blocks: Blocks
) -> None:
    document = docx.Document()
    base = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    derived = document.styles.add_style("Hausstil", WD_STYLE_TYPE.PARAGRAPH)
    derived.base_style = base
    document.add_paragraph("Lage", style="Hausstil")
    kind = "heading" if level else "paragraph"
    assert blocks(read_here(saved(document), "docx")) == [(kind, level, "Lage")]


def test_an_outline_level_makes_a_heading_and_numbering_an_item(
    saved: Saved, read_here: Read, blocks: Blocks
) -> None:
    document = docx.Document()
    _add(document, f'<w:pPr><w:outlineLvl w:val="1"/></w:pPr>{_run("Lage")}')
    numbering = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>'
    _add(document, f"<w:pPr>{numbering}</w:pPr>{_run('Punkt')}")
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    _add(document, f"<w:pPr>{off}</w:pPr>{_run('kein Punkt')}")
    assert blocks(read_here(saved(document), "docx")) == [
        ("heading", 2, "Lage"),
        ("list_item", 2, "Punkt"),
        ("paragraph", 0, "kein Punkt"),
    ]


def test_tables_also_nested_and_as_layout(saved: Saved, read_here: Read, blocks: Blocks) -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "breit"
    table.cell(0, 2).text = "C"
    table.cell(1, 0).text = "eins\nzwei"
    nested = table.cell(1, 2).add_table(1, 2)
    nested.cell(0, 0).text, nested.cell(0, 1).text = "innen", "drin"
    layout = document.add_table(1, 1)
    layout.cell(0, 0).paragraphs[0].text = "Rahmen"
    layout.cell(0, 0).add_paragraph("Punkt", style="List Bullet")
    found = read_here(saved(document), "docx")
    rows = [[cell.of(found.text) for cell in block.cells] for block in found.blocks]
    assert rows[:2] == [["breit", "", "C"], ["eins\nzwei", "", "innen\ndrin"]]
    assert blocks(found)[2:] == [("paragraph", 0, "Rahmen"), ("list_item", 1, "Punkt")]


def test_headers_footers_and_comments_stand_around_the_body(
    saved: Saved, read_here: Read, blocks: Blocks
) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Kreis Gütersloh"
    document.sections[0].footer.paragraphs[0].text = "Seite 1"
    paragraph = document.add_paragraph("Text")
    document.add_comment(paragraph.runs, text="Stimmt das?", author="Erika Muster")
    found = read_here(saved(document), "docx")
    assert blocks(found) == [
        ("header", 0, "Kreis Gütersloh"),
        ("paragraph", 0, "Text"),
        ("footer", 0, "Seite 1"),
        ("comment", 0, "Stimmt das?"),
    ]
    assert _metadata(found)["editor"] == "Erika Muster"


def test_a_text_box_is_read_once_and_keeps_its_alternative_text(
    saved: Saved, read_here: Read, blocks: Blocks
) -> None:
    document = docx.Document()
    box = f"<w:txbxContent><w:p>{_run('im Kasten')}</w:p></w:txbxContent>"
    _add(
        document,
        f'{_run("Anker")}<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing><wp:docPr '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'id="1" name="x" descr="Bild der Familie"/>{box}</w:drawing></mc:Choice><mc:Fallback>'
        f"<w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )
    found = read_here(saved(document), "docx")
    assert blocks(found) == [("paragraph", 0, "Anker"), ("text_box", 0, "im Kasten")]
    assert _metadata(found)["alt_text"] == "Bild der Familie"


def test_insertions_are_text_deletions_and_hidden_text_are_reported(
    saved: Saved, read_here: Read, blocks: Blocks
) -> None:
    document = docx.Document()
    author = 'w:id="1" w:author="Max Muster"'
    _add(
        document,
        _run("bleibt ")
        + f"<w:ins {author}>{_run('neu')}</w:ins>"
        + f"<w:del {author}><w:r><w:delText>alt: Frau Yilmaz</w:delText></w:r></w:del>"
        + _run("geheim", "<w:vanish/>")
        + _run(" sichtbar", '<w:vanish w:val="0"/>'),
    )
    found = read_here(saved(document), "docx")
    assert blocks(found) == [("paragraph", 0, "bleibt neu sichtbar")]
    metadata = _metadata(found)
    assert metadata["deleted_text"] == "alt: Frau Yilmaz"
    assert metadata["hidden_text"] == "geheim"
    assert metadata["editor"] == "Max Muster"


def test_footnotes_and_properties(
    saved: Saved,
    repacked: Callable[[bytes, Mapping[str, bytes | str]], bytes],
    read_here: Read,
    blocks: Blocks,
) -> None:
    document = docx.Document()
    document.add_paragraph("Text")
    document.core_properties.author = "A. Utor"
    document.core_properties.last_modified_by = "B. Earbeiter"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    document.part.rels.get_or_add_ext_rel(f"{kind}hyperlink", "mailto:a@b.de")
    data = saved(document)
    rels = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        old = archive.read(rels).decode()
    new = f'<Relationship Id="r99" Type="{kind}footnotes" Target="footnotes.xml"/></Relationships>'
    custom = '<Properties><property name="Fall"><lpwstr>4711</lpwstr></property></Properties>'
    found = read_here(
        repacked(
            data,
            {
                rels: old.replace("</Relationships>", new),
                "word/footnotes.xml": f"<w:footnotes {_W}><w:footnote><w:p>{_run('Fußnote')}"
                "</w:p></w:footnote></w:footnotes>",
                "docProps/custom.xml": custom,
                "docProps/app.xml": "<Properties><Company>Kreis</Company></Properties>",
            },
        ),
        "docx",
    )
    assert blocks(found) == [("paragraph", 0, "Text"), ("footer", 0, "Fußnote")]
    metadata = _metadata(found)
    assert metadata["author"] == "A. Utor"
    assert metadata["last_editor"] == "B. Earbeiter"
    assert metadata["company"] == "Kreis"
    assert metadata["custom"] == "Fall: 4711"
    assert metadata["link"] == "mailto:a@b.de"


def test_the_strict_namespaces_are_read_too(
    zipped: Callable[[Mapping[str, bytes | str]], bytes], read_here: Read, blocks: Blocks
) -> None:
    strict = "http://purl.oclc.org/ooxml"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = zipped(
        {
            "[Content_Types].xml": f"<Types><Override PartName='/d.xml' ContentType='{main}'/>"
            "</Types>",
            "_rels/.rels": "<Relationships><Relationship Target='d.xml' "
            f"Type='{strict}/officeDocument/relationships/officeDocument'/></Relationships>",
            "d.xml": f"<document xmlns='{strict}/wordprocessingml/main'><body><p><r><t>streng</t>"
            "<softHyphen/><t>\u00ad er</t></r></p></body></document>",
        }
    )
    assert blocks(read_here(data, "docx")) == [("paragraph", 0, "streng er")]
