from __future__ import annotations

import pytest

from nlp.anonymity.names.small import find_small_names

_CHAT = "die sache mit dem antrag ist noch offen, kannst du mal schauen ob da was kam. "


def _names(text: str) -> list[str]:
    return sorted(one.span.of(text) for one in find_small_names(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("frau celebioglu war da", "celebioglu"),
        ("hr. wortkamp rief an", "wortkamp"),
        ("geb das an gudrun weiter", "gudrun"),
        ("das macht die kathi", "kathi"),
        ("vom mehmet fehlt der pass", "mehmet"),
        ("das geht an kühnert", "kühnert"),
        ("der bruder von özdemirs nachbarn", "özdemirs"),
        ("hallo svetlana", "svetlana"),
        ("yusuf kommt heute nicht", "yusuf"),
    ],
)
def test_names_are_found_in_a_text_without_capitals(text: str, name: str) -> None:
    assert _names(_CHAT + text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "die frau wartet auf den termin",
        "ich hab mit der schule und dem jobcenter telefoniert",
        "von der stadt kam nichts, an ostern ist zu",
        "der mann sucht für die kinder einen kitaplatz",
    ],
)
def test_other_words_without_capitals_are_no_names(text: str) -> None:
    assert _names(_CHAT + text) == []


def test_prose_with_capitals_is_left_alone() -> None:
    text = "Die Sache mit dem Antrag ist offen, und an gudrun ging der Brief mit dem Bescheid."

    assert _names(text) == []


def test_a_paragraph_without_capitals_is_enough() -> None:
    text = f"Vermerk\nAnruf beim Jobcenter, Antrag fehlt.\n\n{_CHAT}geb das an gudrun\n\nEnde"

    assert _names(text) == ["gudrun"]
