from __future__ import annotations

import pytest

from nlp.reading.paragraphs import (
    Line,
    join_hyphenated,
    paragraphs,
    split_running,
    without_hyphen,
)

_HEIGHT = 842.0


def _line(text: str, y: float, *, page: int = 0, left: float = 72, width: float = 5) -> Line:
    stripped, broken = without_hyphen(text)
    right = left + width * len(text)
    return Line(stripped, page, left, right, y, 12, y / _HEIGHT, broken=broken)


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("der Ler", "nens Ort", "der Lernens Ort"),
        ("Kinder", "und Jugendhilfe", "Kinder- und Jugendhilfe"),
        ("Kinder", "bzw. Jugendhilfe", "Kinder- bzw. Jugendhilfe"),
        ("der KIM", "Fälle", "der KIM-Fälle"),
        ("Nordrhein", "Westfalen", "Nordrhein-Westfalen"),
        ("SGB-II", "beziehende", "SGB-II-beziehende"),
        ("E", "mails", "E-mails"),
        ("COVID-19", "bedingt", "COVID-19-bedingt"),
        ("Unter", "stützung", "Unterstützung"),
        ("Wund", "undicht", "Wundundicht"),
        ("sozial", "emotionale Hilfe", "sozial-emotionale Hilfe"),
    ],
)
def test_hyphens_at_line_ends(left: str, right: str, joined: str) -> None:
    assert join_hyphenated(left, right, hyphenated={"sozial-emotionale"}) == joined


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Ler-", ("Ler", True)), ("Ler\u00ad", ("Ler", True)), ("Wort -", ("Wort -", False))],
)
def test_only_a_hyphen_behind_a_letter_breaks_a_word(
    text: str, expected: tuple[str, bool]
) -> None:
    assert without_hyphen(text) == expected


def test_full_lines_are_joined_and_short_ones_are_not() -> None:
    lines = [
        _line("Diese Zeile ist so lang, dass kein weiteres Wort mehr auf sie passt, und", 700),
        _line("Folgendes gehört dazu.", 686),
        _line("Datum: 14.05.2024", 672),
        _line("Ort: Rathaus", 658),
    ]
    assert [paragraph.text for paragraph in paragraphs(lines)] == [
        (
            "Diese Zeile ist so lang, dass kein weiteres Wort mehr auf sie passt, und "
            "Folgendes gehört dazu."
        ),
        "Datum: 14.05.2024",
        "Ort: Rathaus",
    ]


def test_bullets_and_wider_spacing_begin_a_paragraph() -> None:
    full = "Wort " * 14
    lines = [
        _line(full + "Ende.", 700),
        _line("• " + full, 686),
        _line("hängt am Punkt", 672, left=90),
        _line("• zweiter", 658),
        _line("Neu", 630),
    ]
    texts = [paragraph.text for paragraph in paragraphs(lines)]
    assert len(texts) == 4
    assert texts[1].endswith("Wort hängt am Punkt")


def test_a_line_further_left_ends_a_nested_item_and_a_hanging_one() -> None:
    full = "wort " * 14
    lines = [
        _line("unter Punkt", 700, left=102),
        _line("zweiter", 686),
        _line("• " + full, 672),
        _line(full, 658, left=90),
        _line("danach", 644),
    ]
    texts = [paragraph.text.split()[-1] for paragraph in paragraphs(lines)]
    assert texts == ["Punkt", "zweiter", "wort", "danach"]


def test_a_sentence_goes_on_over_the_page_in_lower_case() -> None:
    lines = [
        _line("Die Eltern erreichen", 120),
        _line("niemanden.", 700, page=1),
        _line("Kitas", 120, page=1),
        _line("Schulen auch", 700, page=2),
    ]
    texts = [paragraph.text for paragraph in paragraphs(lines)]
    assert texts == ["Die Eltern erreichen niemanden.", "Kitas", "Schulen auch"]


def test_a_full_line_goes_on_over_the_page_unless_its_sentence_is_finished() -> None:
    lines = [
        _line("Am Ort sagt man regelmäßig. Eine", 120),
        _line("Hebamme gibt es nicht.", 700, page=1),
        _line("Das Angebot fehlt im ganzen Ort.", 120, page=1),
        _line("Kitas fehlen auch.", 700, page=2),
    ]
    texts = [paragraph.text for paragraph in paragraphs(lines)]
    assert texts == [
        "Am Ort sagt man regelmäßig. Eine Hebamme gibt es nicht.",
        "Das Angebot fehlt im ganzen Ort.",
        "Kitas fehlen auch.",
    ]


def test_running_heads_and_page_numbers_are_taken_out_once() -> None:
    lines = [
        line
        for page in range(5)
        for line in (
            _line("Protokoll vom 14.05.2024", 810, page=page),
            _line(f"Thema {page}", 810, page=page, left=300),
            _line(f"Satz auf Seite {page}", 400, page=page),
            _line(f"Seite {page + 1} von 5", 30, page=page),
        )
    ]
    lines.append(_line("Nur hier oben", 800, page=4))
    heads, body, feet = split_running(lines)
    assert heads == ["Protokoll vom 14.05.2024", "Thema 0"]
    assert [line.text for line in body] == [f"Satz auf Seite {n}" for n in range(5)] + [
        "Nur hier oben"
    ]
    assert feet == ["Seite 1 von 5"]
