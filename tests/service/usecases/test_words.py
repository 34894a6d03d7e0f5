"""What people write themselves passes the real gate, or is not taken."""

from __future__ import annotations

import pytest

from service.errors import (
    DoubtfulTextError,
    LongTextError,
    PersonalTextError,
    ServiceError,
    TextCharacterError,
)
from service.usecases.words import checked

TELLING = "Eine Mutter ist 34 Jahre alt, kommt aus Eritrea und sucht für ihre Zwillinge die Kita."


def written(text: str, *, most: int = 200, no_person: bool = False) -> str:
    return checked(text, most=most, no_person=no_person)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        (" \r\n\t ", ""),
        ("Das  betrifft\tauch andere. ", "Das betrifft auch andere."),
        ("Erstens.\r\n\r\n  Zweitens.\n", "Erstens.\nZweitens."),
        ("<b>fett</b> & mehr", "<b>fett</b> & mehr"),
    ],
)
def test_lines_stay_and_white_space_is_folded(text: str, kept: str) -> None:
    assert written(text) == kept


@pytest.mark.parametrize("text", ["Kurse\x00 am Abend", "Kurse\x1b[0m"])
def test_control_characters_are_refused(text: str) -> None:
    with pytest.raises(TextCharacterError):
        written(text)


def test_what_is_too_long_is_refused_and_what_just_fits_is_not() -> None:
    assert written("a" * 20, most=20)
    with pytest.raises(LongTextError):
        written("a" * 21, most=20)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Bitte Frau Müller anrufen.", PersonalTextError),
        ("Erstens.\nMehr unter 05241 123456.", PersonalTextError),
        ("Selamawit sucht einen Kurs.", DoubtfulTextError),
        (TELLING, DoubtfulTextError),
    ],
)
def test_who_is_named_or_singled_out_is_found(text: str, error: type[ServiceError]) -> None:
    with pytest.raises(error):
        written(text)


def test_only_what_the_gate_is_not_sure_about_can_be_confirmed() -> None:
    assert written("Selamawit sucht einen Kurs.", no_person=True)
    assert written(TELLING, no_person=True)
    with pytest.raises(PersonalTextError):
        written("Bitte Frau Müller anrufen.", no_person=True)
