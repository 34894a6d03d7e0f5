from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nlp.errors import ForbiddenCharacterError, UnknownFormatError
from nlp.reading.delimited import read_csv
from nlp.reading.markdown import read_markdown
from nlp.reading.text import decode, read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlp.reading.builder import Extract

    Blocks = Callable[[Extract], list[tuple[str, int, str]]]

_NOTE = """Planungskonferenz Borgholzhausen

Datum: 14.05.2024
Ort: Rathaus

Generative Themen:
- Elementare Informationen über das Bildungssystem
  fehlen den Eltern.
  - auch in den Kitas
- Dolmetscher fehlen.

Maßnahmen
=========
Eine längere Beschreibung, die ein Schreibprogramm nach etwa
siebzig Zeichen umgebrochen hat, bleibt ein Absatz.
Ein eigener Satz.
14. Mai 2024 ist ein Datum.
"""


def test_a_note_is_cut_into_headings_items_and_paragraphs(blocks: Blocks) -> None:
    assert blocks(read_text(_NOTE)) == [
        ("heading", 1, "Planungskonferenz Borgholzhausen"),
        ("paragraph", 0, "Datum: 14.05.2024"),
        ("paragraph", 0, "Ort: Rathaus"),
        ("heading", 2, "Generative Themen:"),
        (
            "list_item",
            1,
            "Elementare Informationen über das Bildungssystem\n  fehlen den Eltern.",
        ),
        ("list_item", 2, "auch in den Kitas"),
        ("list_item", 1, "Dolmetscher fehlen."),
        ("heading", 1, "Maßnahmen"),
        (
            "paragraph",
            0,
            (
                "Eine längere Beschreibung, die ein Schreibprogramm nach etwa\n"
                "siebzig Zeichen umgebrochen hat, bleibt ein Absatz."
            ),
        ),
        ("paragraph", 0, "Ein eigener Satz."),
        ("paragraph", 0, "14. Mai 2024 ist ein Datum."),
    ]


def test_the_text_of_a_text_file_is_left_as_it_is() -> None:
    text = " Kopf\r\n\r\n- eins\r- zwei\n\tdrei  \n"
    assert read_text(text).text == text


def test_lines_longer_than_any_wrapping_are_paragraphs(blocks: Blocks) -> None:
    long = "Ein langer Absatz " * 8
    kinds = [kind for kind, _, _ in blocks(read_text(f"{long}\n{long}\n"))]
    assert kinds == ["paragraph", "paragraph"]


def test_titles_in_a_row_are_not_all_headings(blocks: Blocks) -> None:
    text = "Themen der Runde\n\nKita-Plätze\n\nSprachkurse\n\nWohnraum\n"
    kinds = [kind for kind, _, _ in blocks(read_text(text))]
    assert kinds == ["heading", "paragraph", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfK\xc3\xbcche", "Küche"),
        ("Küche".encode("utf-16"), "Küche"),
        (b"\xfe\xff\x00K", "K"),
        (b"K\xfcche \x80", "Küche €"),
        ("می‌خواهم \u200e\u200f\u200d".encode(), "می‌خواهم \u200e\u200f\u200d"),
    ],
)
def test_bytes_are_decoded(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(("data", "codepoint"), [(b"a\0b", "U+0000"), (b"a\x07b", "U+0007")])
def test_control_characters_are_refused_by_number(data: bytes, codepoint: str) -> None:
    with pytest.raises(ForbiddenCharacterError) as caught:
        decode(data)
    assert caught.value.params == {"codepoint": codepoint}


def test_bytes_that_are_no_text_are_no_format() -> None:
    with pytest.raises(UnknownFormatError):
        decode(bytes(range(256)))


_PIECES = st.sampled_from(
    [
        "Wort",
        "ein Satz. ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "- ",
        "1. ",
        "# ",
        "  ",
        "\t",
        "|",
        "---",
        "===",
        ";",
        ",",
        '"',
        '""',
        ":",
        "**",
        "> ",
        "```",
        "\u2028",
        "\x0b",
        "ß",
        "😀",
        "a) ",
    ]
)
_TEXTS = st.one_of(st.text(), st.lists(_PIECES).map("".join))


@pytest.mark.parametrize("read", [read_text, read_markdown, read_csv])
@given(text=_TEXTS)
def test_blocks_are_in_order_apart_and_inside_the_text(
    read: Callable[[str], Extract], text: str
) -> None:
    found = read(text)
    assert found.text == text
    end = 0
    for block in found.blocks:
        assert end <= block.span.start < block.span.end <= len(text)
        end = block.span.end
        inner = block.span.start
        for cell in block.cells:
            assert inner <= cell.start <= cell.end <= block.span.end
            inner = cell.end


@pytest.mark.parametrize("read", [read_text, read_markdown])
@given(text=_TEXTS)
def test_no_word_is_lost(read: Callable[[str], Extract], text: str) -> None:
    assume("```" not in text)  # what follows it on its line names a language
    found = read(text)
    covered = "".join(block.span.of(text) for block in found.blocks)
    assert covered.count("Wort") + covered.count("Satz") == text.count("Wort") + text.count("Satz")


@pytest.mark.parametrize("read", [read_text, read_markdown])
@given(text=_TEXTS)
def test_spans_have_no_white_space_around_them(read: Callable[[str], Extract], text: str) -> None:
    for block in read(text).blocks:
        assert block.span.of(text) == block.span.of(text).strip()
