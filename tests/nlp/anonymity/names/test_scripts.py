from __future__ import annotations

import pytest

from nlp.anonymity.names.scripts import foreign_script


@pytest.mark.parametrize(
    "word",
    [
        "محمود درويش",
        "Тарас",
        "Ελένη",
        "ნინო",
        "Արամ",
        "ሰላም",
        "王小明",
        "やまだ",
        "김민수",
        "שרה",
        "राम",
        "Лисенко-Коваль",
    ],
)
def test_words_in_other_scripts_are_shown(word: str) -> None:
    text = f"Der Name ist {word}, so im Pass."

    (found,) = foreign_script(text)
    assert (found.span.of(text), found.type, found.rule) == (word, "unknown_word", "unknown")


@pytest.mark.parametrize(
    "text",
    [
        "Łukasz Żółć, İbrahim, Đặng, Ștefan",
        "α-Fehler, 5 µm, Ω und Δ",
        "→ ✓ • 20 € – §",
        "²³ ½ ﬁ ★",
        "",
    ],
)
def test_latin_letters_and_signs_are_not(text: str) -> None:
    assert list(foreign_script(text)) == []
