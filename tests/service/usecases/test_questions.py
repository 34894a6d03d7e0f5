"""What is asked, what the answers do, and that it ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.anonymity import gate
from nlp.reading import read
from nlp.types import Metadata
from service.errors import PersonalDataError
from service.review import QuestionKind, Reason
from service.usecases.questions import (
    Choice,
    Inquiry,
    ask,
    replace_everything,
    resolve,
    show,
)
from tests.service.usecases.gates import Gate

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlp.types import Document

    Use = Callable[[Gate], Gate]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    def used(made: Gate) -> Gate:
        monkeypatch.setattr(gate, "check", made)
        return made

    return used


def document(text: str) -> Document:
    return read(text.encode(), filename="a.txt")


def inquire(text: str) -> Inquiry:
    return ask(Inquiry(document(text)))


def asked(inquiry: Inquiry) -> list[tuple[str, str, list[str]]]:
    return [(one.key, one.type, [p.match for p in one.places]) for one in show(inquiry)]


NAMES = {r"(?i)\bamina\b": "name", r"\bVerl\b": "unknown_word"}


def test_one_question_is_asked_for_all_spellings_of_a_text(use: Use) -> None:
    use(Gate(uncertain=NAMES))
    inquiry = inquire("Amina kam aus Verl. AMINA blieb.")
    assert asked(inquiry) == [
        ("q1", "name", ["Amina", "AMINA"]),
        ("q2", "unknown_word", ["Verl"]),
    ]
    (first, *_) = show(inquiry)
    assert (first.kind, first.rule, first.replacement) == (
        QuestionKind.FINDING,
        "lexicon",
        "[Name]",
    )
    assert first.places[1].before.endswith("aus Verl. ")
    assert first.places[1].after == " blieb."


def test_one_answer_is_for_all_places(use: Use) -> None:
    use(Gate(uncertain=NAMES))
    resolved = resolve(
        inquire("Amina kam aus Verl. AMINA blieb."), {"q1": None, "q2": Reason.NO_PERSON}
    )
    assert resolved.document.text == "[Name] kam aus Verl. [Name] blieb."
    assert resolved.choices == {
        Choice(QuestionKind.FINDING, "name", None): 2,
        Choice(QuestionKind.FINDING, "unknown_word", Reason.NO_PERSON): 1,
    }


def test_what_was_kept_is_not_asked_again(use: Use) -> None:
    use(Gate(uncertain=NAMES))
    inquiry = inquire("Amina kam aus Verl.")
    assert not ask(resolve(inquiry, {"q1": None, "q2": Reason.PUBLIC})).open


def test_what_was_kept_as_one_type_is_asked_as_another(use: Use) -> None:
    use(Gate(uncertain={"Verl": "name"}))
    resolved = resolve(inquire("Verl"), {"q1": Reason.NO_PERSON})
    use(Gate(uncertain={"Verl": "employer"}))
    assert asked(ask(resolved)) == [("q2", "employer", ["Verl"])]


def test_a_second_look_may_find_what_the_first_did_not(use: Use) -> None:
    use(Gate(uncertain={r"Amina|(?<=\[Name\] )Yilmaz": "name"}))
    again = ask(resolve(inquire("Hier war Amina Yilmaz da."), {"q1": None}))
    assert asked(again) == [("q2", "name", ["Yilmaz"])]
    done = ask(resolve(again, {"q2": None}))
    assert not done.open
    assert done.document.text == "Hier war [Name] [Name] da."


def test_a_finding_that_reaches_into_a_placeholder_takes_it_along(use: Use) -> None:
    use(Gate(uncertain={r"Amina|me\] Yil": "name"}))
    again = ask(resolve(inquire("Hier war Amina Yilmaz da."), {"q1": None}))
    assert asked(again) == [("q2", "name", ["[Name] Yil"])]
    assert resolve(again, {"q2": None}).document.text == "Hier war [Name]maz da."


def test_certain_data_after_redaction_refuse_the_note(use: Use) -> None:
    use(Gate(uncertain={"Amina": "name"}, certain={r"\[Name\] Weg \d": "address"}))
    inquiry = inquire("Amina Weg 3")
    with pytest.raises(PersonalDataError) as refused:
        ask(resolve(inquiry, {"q1": None}))
    assert [one.match for one in refused.value.findings] == ["[Name] Weg 3"]


def test_nobody_is_asked_about_what_is_not_kept(use: Use) -> None:
    use(Gate(uncertain={"Amina": "name"}))
    made = document("Es fehlt ein Kurs.")
    carrying = Inquiry(
        type(made)(made.format, made.text, made.blocks, (Metadata("author", "Amina"),), "0")
    )
    assert not ask(carrying, filename="Amina.txt").open
    use(Gate(certain={"Amina": "name"}))
    with pytest.raises(PersonalDataError) as refused:
        ask(carrying, filename="Amina.txt")
    assert {one.place for one in refused.value.findings} == {"filename", "metadata:author"}


# --- Features ---------------------------------------------------------------------

FEATURES = {"34": ("age", "30–39"), "Eritrea": ("origin", "Ostafrika")}


def test_features_are_asked_only_where_they_single_out(use: Use) -> None:
    use(Gate(features=FEATURES, enough=3))
    assert not inquire("34, aus Eritrea").open
    use(Gate(features=FEATURES, enough=2))
    inquiry = inquire("34, aus Eritrea, 34")
    assert inquiry.singling_out
    assert asked(inquiry) == [("q1", "age", ["34", "34"]), ("q2", "origin", ["Eritrea"])]
    assert {one.kind for one in show(inquiry)} == {QuestionKind.FEATURE}
    resolved = resolve(inquiry, {"q1": None, "q2": None})
    assert resolved.document.text == "30–39, aus Ostafrika, 30–39"
    assert not ask(resolved).open


def test_a_wider_wording_is_not_asked_about_again(use: Use) -> None:
    use(Gate(features={r"\d\d(–\d\d)?": ("age", "30–39")}, uncertain={"39": "date"}))
    resolved = resolve(inquire("Sie ist 34."), {"q1": None})
    assert not ask(resolved).open


@pytest.mark.parametrize("reason", Reason)
def test_a_kept_feature_does_not_count_any_more(use: Use, reason: Reason) -> None:
    use(Gate(features=FEATURES, enough=2))
    resolved = resolve(inquire("34, aus Eritrea"), {"q1": reason, "q2": reason})
    use(Gate(features=FEATURES | {"Bäckerin": ("job", "Handwerkerin")}, enough=2))
    beside = Inquiry(document("34, aus Eritrea, Bäckerin"), kept=resolved.kept)
    assert not ask(resolved).open
    assert not ask(beside).open, "one feature alone singles nobody out"
    use(Gate(features=FEATURES | {"Bäckerin": ("job", "Handwerkerin")}, enough=1))
    assert asked(ask(beside)) == [("q1", "job", ["Bäckerin"])]


def test_a_finding_wins_over_a_feature_at_the_same_place(use: Use) -> None:
    use(Gate(uncertain={"Tönnies": "name"}, features={"bei Tönnies": ("employer", "hier")}))
    resolved = resolve(inquire("Er ist bei Tönnies."), {"q1": None, "q2": None})
    assert resolved.document.text == "Er ist bei [Name]."


@pytest.mark.parametrize(
    ("found", "feature"),
    [
        ("employer", "employer"),
        ("institution", "institution"),
        ("institution", "school"),
        ("institution", "job"),
    ],
)
def test_what_is_found_twice_is_asked_and_counted_once(use: Use, found: str, feature: str) -> None:
    use(Gate(uncertain={"Muster": found}, features={"bei Muster": (feature, "bei einer Firma")}))
    inquiry = inquire("Er ist bei Muster.")
    assert [(one.kind, one.type) for one in show(inquiry)] == [(QuestionKind.FEATURE, feature)]
    resolved = resolve(inquiry, {"q1": None})
    assert resolved.document.text == "Er ist bei einer Firma."
    assert resolved.choices == {Choice(QuestionKind.FEATURE, feature, None): 1}
    assert not ask(resolved).open
    assert not ask(resolve(inquiry, {"q1": Reason.PUBLIC})).open


def test_an_employer_that_singles_nobody_out_is_asked_as_a_finding(use: Use) -> None:
    features = {"bei Muster": ("employer", "bei einer Firma")}
    use(Gate(uncertain={"Muster": "employer"}, features=features, enough=2))
    assert [one.kind for one in show(inquire("Er ist bei Muster."))] == [QuestionKind.FINDING]


DAY = {r"3\. Mai": "date"}
OF_CASE = {r"am 3\. Mai": ("date", "im 2. Quartal")}


def test_a_day_that_singles_out_is_asked_once_and_widened(use: Use) -> None:
    use(Gate(uncertain=DAY, features=OF_CASE))
    inquiry = inquire("Sie kam am 3. Mai an.")
    assert [(one.kind, one.type) for one in show(inquiry)] == [(QuestionKind.FEATURE, "date")]
    resolved = resolve(inquiry, {"q1": None})
    assert resolved.document.text == "Sie kam im 2. Quartal an."
    assert not ask(resolved).open


def test_a_day_that_was_kept_as_a_feature_is_not_asked_as_a_finding(use: Use) -> None:
    use(Gate(uncertain=DAY, features=OF_CASE))
    kept = resolve(inquire("Sie kam am 3. Mai an."), {"q1": Reason.PUBLIC})
    assert not ask(kept).open


def test_a_day_that_singles_nobody_out_is_asked_as_a_finding(use: Use) -> None:
    use(Gate(uncertain=DAY, features=OF_CASE, enough=2))
    inquiry = inquire("Sie kam am 3. Mai an.")
    assert [(one.kind, one.type) for one in show(inquiry)] == [(QuestionKind.FINDING, "date")]
    assert resolve(inquiry, {"q1": None}).document.text == "Sie kam am [Datum] an."


def test_a_day_beside_a_feature_is_still_a_finding(use: Use) -> None:
    use(Gate(uncertain=DAY, features={"3": ("date", "4")}))
    assert asked(inquire("Am 3. Mai")) == [("q1", "date", ["3"]), ("q2", "date", ["3. Mai"])]


# --- It ends ----------------------------------------------------------------------

ALPHABET = "ab 1[]Nme\n"
PATTERNS = st.text(alphabet="ab1 ", min_size=1, max_size=3).filter(str.strip)
PROPOSALS = st.text(alphabet=ALPHABET, max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=st.text(alphabet=ALPHABET, min_size=1, max_size=40).filter(str.strip),
    uncertain=st.lists(PATTERNS, max_size=3),
    features=st.dictionaries(PATTERNS, PROPOSALS, max_size=3),
    keep=st.lists(st.sampled_from([None, None, *Reason]), min_size=1, max_size=5),
)
def test_it_ends_whatever_the_gate_finds_and_proposes(
    use: Use,
    text: str,
    uncertain: list[str],
    features: dict[str, str],
    keep: list[Reason | None],
) -> None:
    use(
        Gate(
            uncertain={re.escape(one): "name" for one in uncertain},
            features={re.escape(one): ("age", wider) for one, wider in features.items()},
        )
    )
    inquiry = inquire(text)
    for _ in range(2 * len(text) + 2):
        if not inquiry.open:
            break
        answers = {one.key: keep[n % len(keep)] for n, one in enumerate(inquiry.open)}
        inquiry = ask(resolve(inquiry, answers))
    assert not inquiry.open
    assert not replace_everything(inquire(text)).open


def test_no_key_is_used_twice(use: Use) -> None:
    use(Gate(uncertain={r"Amina|(?<=\[Name\] )\w+": "name"}))
    inquiry, keys = inquire("Amina a b c"), []
    while inquiry.open:
        keys += [one.key for one in inquiry.open]
        inquiry = ask(resolve(inquiry, dict.fromkeys(keys)))
    assert keys == ["q1", "q2", "q3", "q4"]
