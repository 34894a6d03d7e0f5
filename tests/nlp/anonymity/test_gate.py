from __future__ import annotations

import csv
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.anonymity.gate import check
from nlp.anonymity.normal import normalise
from nlp.reading import read
from nlp.types import Decision, Document, Format, Metadata, Tier

SHARED = Path(__file__).parents[4] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the seeds are not here")


def document(text: str, *metadata: Metadata) -> Document:
    return Document(Format.TXT, text, (), metadata, sha256(text.encode()).hexdigest())


def found(text: str) -> list[tuple[str, str]]:
    return [(f.type, f.span.of(text)) for f in check(document(text)).findings]


def test_a_text_without_identifiers_passes() -> None:
    verdict = check(document("Die Wartezeit auf einen Sprachkurs ist zu lang."), filename="a.txt")
    assert verdict.decision is Decision.PASS
    assert verdict.findings == ()


def test_an_identifier_refuses_the_document() -> None:
    verdict = check(document("Rückfragen an info@stadt.de"))
    assert verdict.decision is Decision.REFUSE
    assert {finding.tier for finding in verdict.findings} == {Tier.REFUSE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fr\u00adau M\u200büller kam", "Fr\u00adau M\u200büller"),
        ("Tel. ０２３８１ １７６０８３", "０２３８１ １７６０８３"),
        ("Herr Mu\u0308ller kam", "Herr Mu\u0308ller"),
        ("Frau\u00a0Meyer kam", "Frau\u00a0Meyer"),
        ("m@x\uff0ede", "m@x\uff0ede"),
    ],
)
def test_hidden_characters_do_not_hide_an_identifier(text: str, expected: str) -> None:
    assert [value for _, value in found(text)] == [expected]


def test_the_file_name_and_the_metadata_are_checked_too() -> None:
    noted = document("Nichts", Metadata("title", "Fall Familie Al-Hamid"))
    findings = check(noted, filename="Protokoll_Frau_Meyer.docx").findings
    assert [(f.place, f.type) for f in findings] == [
        ("filename", "name"),
        ("metadata:title", "name"),
    ]
    assert findings[0].span.of("Protokoll_Frau_Meyer.docx") == "Frau_Meyer"


def test_findings_stand_in_order_and_none_within_another() -> None:
    findings = check(document("IBAN DE89370400440532013000, Frau Dr. Meyer, a@b.de")).findings
    assert [f.type for f in findings] == ["iban", "name", "email"]


FRAGMENTS = st.sampled_from(
    [
        *(
            "Frau Meyer",
            "info@stadt.de",
            "02381-176083",
            "geb. 4.4.1997",
            "Rote Str. 3",
            "Familie",
        ),
        *(
            "\u00ad",
            "\u200b",
            "\ufb01",
            "½",
            "\u0308",
            "İ",
            "\n",
            " ",
            ".",
            "é",
            "①",
            "Az. 12/345",
        ),
    ]
)


@settings(deadline=None)  # the first text waits for the lexica
@given(st.lists(FRAGMENTS | st.text(max_size=5), max_size=12).map("".join))
def test_findings_lie_in_the_text_whole_and_the_answer_repeats(text: str) -> None:
    verdict = check(document(text))
    for finding in verdict.findings:
        assert 0 <= finding.span.start < finding.span.end <= len(text)
        assert normalise(finding.span.of(text)).text.strip()
    assert verdict == check(document(text))


@needs_shared
def test_the_contact_data_of_seed_002_refuse_it() -> None:
    text = next(SHARED.glob("seeds/002*.txt")).read_text("utf-8")
    contacts = [one for one in found(text) if one[0] in {"address", "phone", "email"}]
    assert contacts == [
        ("address", "Freiligrathstraße 3"),
        ("address", "59075 Hamm"),
        ("phone", "02381 8764401"),
        ("email", "Mail:"),
        ("address", "Stadthausstr. 3"),
        ("address", "59065 Hamm"),
        ("phone", "02381-176083"),
    ]


@needs_shared
def test_the_photographers_of_seed_002_are_found() -> None:
    text = next(SHARED.glob("seeds/002*.txt")).read_text("utf-8")
    names = {value for _, value in found(text)}
    assert {"Stephanie Hofschläger", "Rainer Sturm", "Rita Köhler"} <= names


@needs_shared
def test_names_and_street_of_seed_004_refuse_it() -> None:
    text = next(SHARED.glob("seeds/004*.txt")).read_text("utf-8")
    values = [value for _, value in found(text)]
    assert {"Herrn Vieweg", "Hamlingdorfer Weg 1b"} <= set(values)


@needs_shared
def test_clean_sentences_are_hardly_ever_flagged() -> None:
    with (SHARED / "data/themes/dev_cimt_argument_saetze.csv").open(encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file)][::20]
    flags = sum(len(found(text)) for text in texts)
    words = sum(len(text.split()) for text in texts)
    assert flags / words < 6 / 1000


@needs_shared
def test_labelled_dates_of_birth_and_telephones_of_clinical_texts_are_found() -> None:
    hits = total = 0
    label = re.compile(r"(?:geb\w*\.?:?\s*(?:am:?)?\s*|(?<!\*)\*\s?)$", re.IGNORECASE)
    for line in (SHARED / "data/pii/grascco_dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        spans = [f.span for f in check(document(row["text"])).findings]
        for gold in row["spans"]:
            born = gold["type"] == "DATE" and label.search(row["text"][: gold["start"]][-16:])
            if born or gold["type"].startswith("CONTACT"):
                total += 1
                hits += any(s.start <= gold["start"] and gold["end"] <= s.end for s in spans)
    assert hits / total >= 0.94


def test_the_demo_notes_pass() -> None:
    notes = sorted((Path(__file__).parents[3] / "corpora/demo/notes").glob("*.md"))
    assert notes
    for note in notes:
        assert (
            check(read(note.read_bytes(), filename=note.name), filename=note.name).findings == ()
        )


def test_a_line_meant_for_a_mail_address_is_shown_to_a_person() -> None:
    verdict = check(document("Kontakt\nMail:\n\nEnde"))

    assert verdict.decision is Decision.CONFIRM
    assert [(f.type, f.tier) for f in verdict.findings] == [("email", Tier.CONFIRM)]


def test_the_day_in_a_file_name_is_the_conference_s() -> None:
    assert check(document("Alles gut."), filename="Besuch 24.03.2026.txt").findings == ()


def test_a_phrase_of_the_allow_list_is_no_name() -> None:
    assert found("Ohne Auto bleibt nur der Haller Willem, und der hält hier nicht.") == []
