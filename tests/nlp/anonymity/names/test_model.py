from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.language import Language

from nlp.anonymity.names import model as names
from nlp.anonymity.names.model import Tagger, find_names
from nlp.types import Span, Tier
from scripts.training.corpora import Tagged
from scripts.training.names import WEIGHTS, train
from tests.effort import assert_brief

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.tokens import Doc


def found(text: str) -> list[str]:
    return [text[one.span.start : one.span.end] for one in find_names(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sein Bruder Ahmad lebt noch in der Türkei.", "Ahmad"),
        ("Die kleine Amina hat keinen Kitaplatz.", "Amina"),
        ("Amina geht in die 3. Klasse.", "Amina"),
        ("AMINA GEHT IN DIE 3. KLASSE.", "AMINA"),
        ("Der Antrag von Oleksandr Kowaltschuk wurde abgelehnt.", "Oleksandr Kowaltschuk"),
        ("Teilnehmende: Tesfay Ghebremedhin (Ehrenamt)", "Tesfay Ghebremedhin"),
        ("Sie wohnt bei Zabihullah Stanekzai.", "Zabihullah Stanekzai"),
        ("Protokoll: Agnieszka Wiśniewska", "Agnieszka Wiśniewska"),
        ("Ahmads Mutter spricht Kurmandschi.", "Ahmads"),
        ("Gesprochen wurde mit Khalid Al-Masri.", "Khalid Al-Masri"),
    ],
)
def test_finds_untitled_names(text: str, name: str) -> None:
    assert name in found(text)


def test_an_initial_belongs_to_the_name_before_it() -> None:
    assert found("Mohamed A. wartet auf einen Termin.") == ["Mohamed A."]


def test_a_name_across_a_line_break_is_one_name() -> None:
    assert found("Wir haben mit Fatima\nAl-Khatib gesprochen.") == ["Fatima\nAl-Khatib"]


def test_names_are_for_a_person_to_confirm() -> None:
    (one,) = find_names("Die kleine Amina hat keinen Kitaplatz.")

    assert (one.type, one.tier, one.rule) == ("name", Tier.CONFIRM, "model")


@pytest.mark.parametrize(
    "text",
    [
        "Das Jobcenter verweist an das Sozialamt, dieses zurück an die Stadt Gütersloh.",
        "Für Tigrinya und Dari fehlen Sprachmittlerinnen.",
        "Am Donnerstag ist das Kommunale Integrationszentrum geschlossen.",
        "Nach § 24 AufenthG besteht ein Anspruch.",
        "Der Integrationskurs in Rheda-Wiedenbrück beginnt im April.",
        "Syrische und ukrainische Familien finden keine Wohnung.",
        "",
        "\n\n 12 %",
    ],
)
def test_clean_text_passes(text: str) -> None:
    assert found(text) == []


def test_places_count_from_the_beginning_of_a_text_of_several_parts() -> None:
    line = "Das Jobcenter hat keine Termine.\n"
    padding = line * (names._LONGEST_PART // len(line) + 5)
    text = f"{padding}Sein Bruder Ahmad kam."

    (one,) = find_names(text)

    assert text[one.span.start : one.span.end] == "Ahmad"


def test_threads_may_ask_at_the_same_time() -> None:
    texts = [f"Sein Bruder {name} lebt in Köln." for name in ("Ahmad", "Ferhat", "Bogdan")] * 8

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(found, texts))

    assert together == [found(text) for text in texts]


@pytest.mark.no_cover
@pytest.mark.parametrize("unit", ["a", "A-", "Al ", "\n"])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    found("Aufwärmen mit Amina")
    assert_brief(lambda: found(text), limit=4)


@Language.component("persons_of_a_trained_pipeline")
def persons_of_a_trained_pipeline(doc: Doc) -> Doc:
    spans = [doc.char_span(0, 8, label="PER"), doc.char_span(13, 17, label="LOC")]
    doc.ents = [span for span in spans if span]
    return doc


def test_persons_of_a_trained_pipeline_are_united_with_the_models() -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("persons_of_a_trained_pipeline")
    nlp.add_pipe("german_names")

    doc = nlp("Quietsch und Köln und die kleine Amina")

    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Quietsch", "PER"), ("Amina", "PER")]


def test_a_model_learns_from_a_handful_of_documents(tmp_path: Path) -> None:
    texts = [f"Sein Bruder {name} kam." for name in ("Quork", "Zamm", "Brulf", "Tarx")]
    documents = [Tagged(text, (Span(12, len(text) - 5),)) for text in texts] * 5
    path = tmp_path / "weights"

    train([*documents, *[Tagged("Das Amt hat zu.")] * 5], path)

    assert Tagger(path).find("Sein Bruder Fnargel kam.") == [Span(12, 19)]
    assert Tagger(path).find("Das Amt hat zu.") == []


def test_training_gives_the_same_weights_each_time(tmp_path: Path) -> None:
    documents = [Tagged(f"Frau {name} kam.", (Span(5, 10),)) for name in ("Quork", "Brulf")] * 4

    for file in ("one", "two"):
        train(documents, tmp_path / file)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_shipped_weights_are_small_and_their_sources_named() -> None:
    assert WEIGHTS.stat().st_size < 1_500_000
    notice = WEIGHTS.with_name("NOTICE").read_text(encoding="utf-8")
    for corpus in ("GermEval 2014", "Legal-Entity-Recognition", "GraSCCo"):
        assert corpus in notice


def test_nothing_is_loaded_before_the_first_text() -> None:
    code = "import nlp.anonymity.names.model as n; print(n._shipped.cache_info().currsize)"

    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert shown.stdout.strip() == "0"
