from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.anonymity.normal import normalise
from nlp.types import Span
from tests.effort import assert_brief

ODD = st.sampled_from(
    "\u00ad\u200b\u200d\u2060\ufeff\u202e\u2066\u0308\u0336\ufb01½İé①ßа\r\n-\u2011´٣\x00\u2028ｆ𝐅"
)
ANY = st.characters(max_codepoint=0x6FF)
TEXTS = st.lists(ODD | st.text("aA -1\n", max_size=3) | ANY, max_size=15).map("".join)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("M\u00fcller", "Müller"),
        ("Mu\u0308ller", "Müller"),
        ("Mu\u200b\u0308ller", "Müller"),
        ("M\u0336e\u0336y\u0336er", "Meyer"),
        ("Me\u202eye\u202cr\u2069", "Meyer"),
        ("Me\u0000yer\ufe0f", "Meyer"),
        ("𝐅𝐫𝐚𝐮 𝕸eyer", "Frau Meyer"),
        ("Ｆｒａｕ\u2009Ｍ.", "Frau M."),
        ("Hoﬀmann", "Hoffmann"),
        ("⁰⁵²⁴¹ ٣٤٥", "05241 345"),
        ("Al\u2011Hamid", "Al-Hamid"),
        ("D\u00b4Angelo", "D’Angelo"),
        ("Frau\r\nMeyer\u2028Herr", "Frau\nMeyer\nHerr"),
        ("Herr Реtrow", "Herr Petrow"),
        ("Scan_Frau_Meyer.pdf", "Scan Frau Meyer.pdf"),
        ("Frau _Meyer_", "Frau  Meyer "),
        ("eva_maria_m@web.de", "eva_maria_m@web.de"),
        ("eva_m (at) web.de", "eva_m (at) web.de"),
    ],
)
def test_what_looks_alike_is_written_alike(text: str, normal: str) -> None:
    assert normalise(text).text == normal


@pytest.mark.parametrize("text", ["Петренко", "Οδυσσεας", "Привет Frau Meyer"])
def test_words_of_other_scripts_stay_as_they_are(text: str) -> None:
    assert normalise(text).text == text


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Frau Mey-\ner", "Frau Meyer"),
        ("Frau Mey\u00ad\ner", "Frau Meyer"),
        ("Frau Mey\u200b-\u200b\r\ner", "Frau Meyer"),
        ("Frau Al-\nHamid", "Frau Al-Hamid"),
        ("Sprach-\nund Kulturmittler", "Sprach-\nund Kulturmittler"),
        ("1990-\n1995", "1990-\n1995"),
        ("Kosten -\nMiete", "Kosten -\nMiete"),
    ],
)
def test_a_word_divided_at_the_end_of_a_line_is_read_in_one_piece(text: str, normal: str) -> None:
    assert normalise(text).text == normal


def test_a_place_in_the_normal_text_leads_to_all_that_it_stands_for() -> None:
    text = "Fr\u00adau\u200b Mu\u0308l\u200bler\u200b ﬁel"
    normal = normalise(text)
    start = normal.text.index("Müller")
    assert normal.original(Span(start, start + 6)).of(text) == "Mu\u0308l\u200bler"
    assert normal.original(Span(start + 7, start + 8)).of(text) == "ﬁ"


@given(TEXTS)
def test_the_places_are_in_order_within_the_text(
    text: str,
) -> None:
    normal = normalise(text)
    end = 0
    for index in range(len(normal.text)):
        place = normal.original(Span(index, index + 1))
        assert place.start >= end or place.start == normal.original(Span(index - 1, index)).start
        assert place.start < place.end <= len(text)
        end = place.end


@given(TEXTS)
def test_a_normal_text_is_normal(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@given(st.text("abcäöüßABC 123.,-–„“\n"))
def test_plain_german_text_stays_in_its_place(text: str) -> None:
    normal = normalise(text)
    if normal.text == text:
        assert [normal.original(Span(i, i + 1)) for i in range(len(text))] == [
            Span(i, i + 1) for i in range(len(text))
        ]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "unit", ["a", "a-\n", "\u00ad", "u\u0308", "\u0308", "𝐅", "аa ", "\r\n", "_"]
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    assert_brief(lambda: normalise(text), limit=5)
