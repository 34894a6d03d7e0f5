"""What a theme is called once statements that it was made of are deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from service.store.tables import CandidateThemeRow
from service.usecases.naming import reduce

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXTS = {
    "a": "Sprachkurse mit Kinderbetreuung fehlen.",
    "b": "Für Sprachkurse gibt es keine Kinderbetreuung.",
    "c": "Am Abend finden keine Sprachkurse statt.",
}


def theme(label: str, evidence: dict[str, str], **more: object) -> CandidateThemeRow:
    """Return a theme of three statements; ``evidence`` names those of each word."""
    values: dict[str, object] = {
        "district_id": "05754",
        "run_id": uuid4(),
        "number": 1,
        "stable_id": "T-2026-014",
        "label": label,
        "keywords": [
            {"word": "Sprachkurs", "weight": 2.0, "statements": ["a", "b", "c"]},
            {"word": "Kinderbetreuung", "weight": 1.0, "statements": ["a", "b"]},
        ],
        "representatives": ["a", "c"],
        "evidence": [{"word": w, "statements": list(ids)} for w, ids in evidence.items()],
        "mean": b"mean",
        "strength": 0.9,
        "size": 3,
    }
    return CandidateThemeRow(**values | more)


def delete(row: CandidateThemeRow, *ids: str, given: bool = False) -> int:
    left = set(TEXTS) - set(ids)

    def texts(wanted: set[str]) -> Sequence[str]:
        assert wanted <= left
        return [TEXTS[id_] for id_ in wanted]

    return reduce(row, left, gone=[TEXTS[id_] for id_ in ids], texts=texts, given=given)


def test_a_label_stays_while_others_carry_each_of_its_words() -> None:
    row = theme("Kinderbetreuung", {"Kinderbetreuung": "ab"})
    assert delete(row, "a") == 0
    assert (row.label, row.label_gone) == ("Kinderbetreuung", False)
    assert row.evidence == [{"word": "Kinderbetreuung", "statements": ["b"]}]
    assert (row.representatives, row.mean) == (["c"], None)


def test_a_label_goes_with_the_last_statement_that_carries_one_of_its_words() -> None:
    row = theme("Sprachkurse am Abend", {"Sprachkurs": "abc", "Abend": "c"})
    assert delete(row, "c") == 1
    assert (row.label, row.label_gone) == ("Sprachkurs, Kinderbetreuung", True)
    assert "Abend" not in f"{row.evidence}{row.keywords}"


def test_a_label_that_quotes_a_deleted_statement_goes() -> None:
    row = theme("Sprachkurse mit Kinderbetreuung", {"Sprachkurs": "abc", "Kinderbetreuung": "ab"})
    assert delete(row, "a") == 1
    assert row.label == "Sprachkurs, Kinderbetreuung"


def test_a_label_without_evidence_stays_if_its_words_are_left() -> None:
    assert delete(theme("Sprachkurse", {}), "a") == 0
    assert delete(theme("Sprachkurse am Abend", {}), "c") == 1
    assert delete(theme("„Am Abend finden keine Sprachkurse …“", {}), "c") == 1


def test_the_name_that_is_left_goes_with_its_words_in_turn() -> None:
    row = theme("Sprachkurs, Kinderbetreuung", {"Sprachkurs": "abc", "Kinderbetreuung": "ab"})
    row.label_gone = True
    assert delete(row, "a", "b") == 1
    assert row.label == "Sprachkurs"


def test_where_no_keyword_is_left_the_id_names_the_theme() -> None:
    row = theme("Abend", {"Abend": "c"}, keywords=[])
    delete(row, "c")
    assert row.label == "Thema T-2026-014"


def test_a_name_that_people_gave_stays() -> None:
    row = theme("Busse und Bahnen", {"Abend": "c"})
    assert delete(row, "c", given=True) == 0
    assert (row.label, row.label_gone) == ("Busse und Bahnen", False)


@pytest.mark.parametrize(
    ("label", "statements", "gone", "expected"),
    [
        ("Sprachkurse", "abc", "a", "Sprachkurse"),  # others say so
        ("Abend", "ac", "c", "Sprachkurs, Kinderbetreuung"),
        ("Abend", "c", "a", "Abend"),  # not touched
        ("Abend", "c", "c", None),
    ],
)
def test_sub_themes_keep_names_that_others_say(
    label: str, statements: str, gone: str, expected: str | None
) -> None:
    row = theme(
        "Sprachkurse",
        {"Sprachkurs": "abc"},
        parts=[{"label": label, "statements": list(statements)}],
    )
    delete(row, gone)
    assert [part["label"] for part in row.parts] == ([expected] if expected else [])
