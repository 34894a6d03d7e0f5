from __future__ import annotations

import pytest

from service.access import passwords
from service.access.common import ENOUGH, WORDS, parts
from service.access.passwords import ensure_good, hashed, is_outdated, proves
from service.errors import (
    CommonPasswordError,
    LongPasswordError,
    PasswordNameError,
    ShortPasswordError,
)
from tests.service.people import NAME, OTHER, PASSWORD, stored

TRIED_FIRST = """
    passwortpasswort Passwort2026! Passw0rt!2024 P@ssw0rd1234 qwertzuiop123 1qay2wsx3edc
    q1w2e3r4t5z6 1q2w3e4r5t6y aaaaaaaaaaaa 123456789012 741852963741 abcabcabcabc Sommer2024!!!
    SommerSommer1 Hallo123456! hallo1234567 iloveyou1234 ichliebedich Sonnenschein1 schmetterling
    administrator Themenradar2026 Guetersloh2026! Gütersloh_2026 KreisGuetersloh1 Feuerwehr112!
    Schalke04Schalke04 Alexander1990! katharina1katharina1 fcbayern1900 defaultpassword
""".split()
GOOD = (
    PASSWORD,
    OTHER,
    "kx7-Blau-Tonne-9",
    "Im Rathaus tropft seit Mai der Hahn",
    "пароль из шести слов",
    "9f!Q2z#vL0p$",
)


@pytest.mark.parametrize("password", GOOD)
def test_a_long_password_is_taken_whatever_it_is_made_of(password: str) -> None:
    ensure_good(password, name=NAME)


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("kurz-blau-7", ShortPasswordError),
        ("x7-" * 43, LongPasswordError),
        ("Muster tanzt im Regen", PasswordNameError),
        ("der.KREIS.blaut.lila", PasswordNameError),
    ],
)
def test_a_password_is_refused_for_its_length_or_the_name_in_it(
    password: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        ensure_good(password, name=NAME)


def test_the_bounds_themselves_are_taken() -> None:
    ensure_good("kx7-Blau!9zQ", name=NAME)
    ensure_good("kx7-Blau!9zQ".ljust(128, "µ"), name=NAME)


@pytest.mark.parametrize("password", [one for one in TRIED_FIRST if len(one) >= 12])
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(CommonPasswordError):
        ensure_good(password, name="x")


def test_the_words_with_a_year_and_a_sign_are_more_than_three_thousand() -> None:
    made = [
        f"{word}{year}{sign}"
        for word in WORDS
        for year in range(1990, 2027)
        for sign in ("", "!", "!!", "123")
    ]
    known = [one for one in made if len(one) >= 12]
    assert len(known) > 3000
    assert all(parts(one) < ENOUGH for one in known[::97])


def test_a_password_is_proven_whatever_keyboard_it_was_typed_on() -> None:
    composed, decomposed = "Mühle am Bäch 7", "Mu\u0308hle am Ba\u0308ch 7"
    assert proves(decomposed, hashed(composed))


def test_a_password_is_stored_with_argon2id_and_never_twice_alike() -> None:
    assert hashed(PASSWORD).startswith("$argon2id$")
    assert hashed(PASSWORD) != hashed(PASSWORD)
    assert not is_outdated(hashed(PASSWORD))
    assert is_outdated("$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA")


@pytest.mark.parametrize("password", [PASSWORD, "", "x" * 1000])
def test_where_there_is_no_password_as_much_is_done_and_nothing_proven(
    password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = passwords._HASHER
    asked: list[str] = []

    class Watched:
        def verify(self, given: str, against: str) -> bool:
            asked.append(against)
            return real.verify(given, against)

    nobodys, known = passwords._nobodys(), stored()
    monkeypatch.setattr(passwords, "_HASHER", Watched())
    assert not proves(password, None)
    assert asked == [nobodys]
    assert proves(password, known) == (password == PASSWORD)
    assert asked == [nobodys, known]
