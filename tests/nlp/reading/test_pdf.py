from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nlp.errors import (
    DamagedFileError,
    EncryptedFileError,
    LimitError,
    MacroFileError,
    ScannedFileError,
)
from nlp.reading.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlp.reading.builder import Extract

    Blocks = Callable[[Extract], list[tuple[str, int, str]]]
    MakePdf = Callable[..., bytes]
    Read = Callable[..., Extract]

_PAGE = [
    (72, 810, 9, False, "Kreis Gütersloh"),
    (72, 760, 16, True, "Protokoll"),
    (72, 730, 11, True, "Generative Themen"),
    (72, 710, 11, False, "Die Schule soll als Ort des gemeinsamen und inklusiven Ler-"),
    (72, 696, 11, False, "nens gestärkt werden, für Kinder- und Jugendliche und KIM-"),
    (72, 682, 11, False, "Fälle."),
    (72, 662, 11, False, "• Eltern fehlen Dolmetscher, die auch am Nachmittag noch in die"),
    (84, 648, 11, False, "Schule kommen"),
    (90, 634, 11, False, "- zu teuer"),
    (72, 620, 11, False, "• Kitas"),
    (72, 30, 9, False, "Seite 1 von 2"),
]
_SECOND = [
    (72, 810, 9, False, "Kreis Gütersloh"),
    (72, 760, 11, False, "Ende (gut)."),
    (72, 30, 9, False, "Seite 2 von 2"),
]


def test_a_page_becomes_headings_paragraphs_and_items(
    make_pdf: MakePdf, read_here: Read, blocks: Blocks
) -> None:
    assert blocks(read_here(make_pdf([_PAGE, _SECOND]), "pdf")) == [
        ("header", 0, "Kreis Gütersloh"),
        ("heading", 1, "Protokoll"),
        ("heading", 2, "Generative Themen"),
        (
            "paragraph",
            0,
            (
                "Die Schule soll als Ort des gemeinsamen und inklusiven Lernens gestärkt werden, "
                "für Kinder- und Jugendliche und KIM-Fälle."
            ),
        ),
        (
            "list_item",
            1,
            "Eltern fehlen Dolmetscher, die auch am Nachmittag noch in die Schule kommen",
        ),
        ("list_item", 2, "zu teuer"),
        ("list_item", 1, "Kitas"),
        ("paragraph", 0, "Ende (gut)."),
        ("footer", 0, "Seite 1 von 2"),
    ]


def test_properties_notes_and_form_fields(
    make_pdf: MakePdf, read_here: Read, blocks: Blocks
) -> None:
    note = (
        b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (Stimmt das?) /T (E. Muster) >>"
    )
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /Rect [0 0 9 9] /V (Eintrag) >>"
    data = make_pdf(
        [_SECOND],
        trailer=b"/Info 5 0 R",
        page=b"/Annots [6 0 R 7 0 R]",
        objects=[b"<< /Author (A. Utor) /Title (Protokoll) >>", note, field],
    )
    found = read_here(data, "pdf")
    assert ("comment", 0, "Stimmt das?") in blocks(found)
    assert ("text_box", 0, "Eintrag") in blocks(found)
    metadata = {entry.key: entry.value for entry in found.metadata}
    assert metadata == {"editor": "E. Muster", "title": "Protokoll", "author": "A. Utor"}


@pytest.mark.parametrize("page", [[], [(72, 30, 9, False, "Seite 1")]])
def test_pages_without_text_are_a_scan(
    page: list[object], make_pdf: MakePdf, read_here: Read
) -> None:
    with pytest.raises(ScannedFileError):
        read_here(make_pdf([page]), "pdf")


def test_a_password_is_told_from_damage(make_pdf: MakePdf, read_here: Read) -> None:
    key = b"<%s>" % (b"41" * 32)
    data = make_pdf(
        [_SECOND],
        trailer=b"/Encrypt 5 0 R /ID [<00> <00>]",
        objects=[b"<< /Filter /Standard /V 1 /R 2 /P -4 /O %s /U %s >>" % (key, key)],
    )
    with pytest.raises(EncryptedFileError):
        read_here(data, "pdf")


def test_a_truncated_file_is_damaged(make_pdf: MakePdf, read_here: Read) -> None:
    data = make_pdf([_PAGE, _SECOND])
    for length in (20, len(data) // 2, len(data) - 10):
        with pytest.raises(DamagedFileError):
            read_here(data[:length], "pdf")


@pytest.mark.parametrize(
    "catalog",
    [
        b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >> >>",
        b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
    ],
)
def test_scripts_are_refused(catalog: bytes, make_pdf: MakePdf, read_here: Read) -> None:
    with pytest.raises(MacroFileError):
        read_here(make_pdf([_SECOND], catalog=catalog), "pdf")


def test_pages_and_characters_are_limited(make_pdf: MakePdf, read_here: Read) -> None:
    data = make_pdf([_SECOND] * 3)
    for limits, what in ((Limits(pages=2), "pages"), (Limits(characters=50), "characters")):
        with pytest.raises(LimitError) as caught:
            read_here(data, "pdf", limits)
        assert caught.value.params["what"] == what
