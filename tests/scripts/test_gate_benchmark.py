"""The benchmark of the gate measures what it says."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from stdnum import iban
from stdnum.de import idnr

from nlp.types import Span

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = Path(__file__).parents[2] / "scripts" / "benchmarks"


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module("gate_notes")


@pytest.fixture
def measure(notes: ModuleType) -> ModuleType:
    assert notes
    return importlib.import_module("gate_measure")


@pytest.fixture
def bench(measure: ModuleType) -> ModuleType:
    assert measure
    return importlib.import_module("gate")


def test_the_same_seed_makes_the_same_notes(notes: ModuleType) -> None:
    assert notes.generate(30) == notes.generate(30)
    assert notes.generate(30) != notes.generate(30, seed=1)


def test_the_places_of_personal_data_are_exact(notes: ModuleType) -> None:
    for note in notes.generate(60):
        end = 0
        for gold in note.gold:
            value = gold.span.of(note.text)
            assert gold.span.start >= end
            assert value == value.strip() != ""
            if gold.type == "name":
                assert gold.person.last[0].casefold() in value.casefold() or (
                    value == gold.person.first
                )
            end = gold.span.end
        assert "{" not in note.text


def test_numbers_with_check_digits_are_valid(notes: ModuleType) -> None:
    values = [
        (gold.type, gold.span.of(note.text)) for note in notes.generate(120) for gold in note.gold
    ]
    assert all(iban.is_valid(value) for type_, value in values if type_ == "iban")
    assert all(idnr.is_valid(value) for type_, value in values if type_ == "tax_id")


def test_clean_notes_carry_nothing_personal(notes: ModuleType) -> None:
    kinds = {note.kind: note.gold for note in notes.generate(30) if note.kind != "personal"}
    assert kinds == {"clean": (), "singling": ()}


def test_a_held_out_note_loses_its_markup_and_nothing_else(bench: ModuleType) -> None:
    note = bench.unmarked("Frau ⟦name:Kara⟧,\n⟦name:Kara⟧ (⟦phone:02 / 3-4⟧)\n")
    assert note.text == "Frau Kara,\nKara (02 / 3-4)\n"
    assert [(gold.type, gold.span) for gold in note.gold] == [
        ("name", Span(5, 9)),
        ("name", Span(11, 15)),
        ("phone", Span(17, 25)),
    ]


def test_the_gold_of_the_held_out_notes_is_what_is_marked_in_them(bench: ModuleType) -> None:
    files = sorted((FOLDER / "gate_holdout").glob("*.txt"))
    loaded = bench.holdout()
    assert len(files) == len(loaded) == 45
    for file, note in zip(files, loaded, strict=True):
        marks = file.read_text(encoding="utf-8").split("⟦")[1:]
        marked = [tuple(mark.partition("⟧")[0].split(":", 1)) for mark in marks]
        assert [(gold.type, gold.span.of(note.text)) for gold in note.gold] == marked
        assert not set("⟦⟧") & set(note.text)
        assert note.kind == file.stem.partition("-")[0]


def test_held_out_numbers_with_check_digits_are_valid(bench: ModuleType) -> None:
    values = [
        (gold.type, gold.span.of(note.text)) for note in bench.holdout() for gold in note.gold
    ]
    assert all(iban.is_valid(value) for type_, value in values if type_ == "iban")
    assert all(idnr.is_valid(value) for type_, value in values if type_ == "tax_id")


def test_whole_is_every_letter_and_digit_by_whatever_findings(
    notes: ModuleType,
    measure: ModuleType,
) -> None:
    text = "Kara, Elif kam"
    gold = notes.Gold(Span(0, 10), "name", "last_first")
    parts = measure._hit(gold, text, [Span(0, 4), Span(6, 10)])
    half = measure._hit(gold, text, [Span(0, 4)])
    none = measure._hit(gold, text, [Span(11, 14)])
    assert [(hit.touched, hit.whole) for hit in (parts, half, none)] == [
        (True, True),
        (True, False),
        (False, False),
    ]


def test_the_interval_is_wilsons(measure: ModuleType) -> None:
    assert measure.wilson(8, 10) == pytest.approx((0.490, 0.943), abs=5e-4)
    assert measure.wilson(0, 10)[0] == 0
    assert measure.share(10, 10).startswith("1.000 (.7")
