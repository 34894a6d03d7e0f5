"""read, scan and analyse as somebody calls them, on real files."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from corpora import demo_gold, municipalities
from nlp.anonymity import gate
from service import catalogue
from service.review import QuestionKind
from tests.service.usecases.gates import Gate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Call = Callable[..., tuple[int, str, str]]

NOTE = """Planungskonferenz Verl, 14.05.2026

Generative Themen

- Für Gespräche im Jobcenter fehlt Sprachmittlung.
- Abends fährt kein Bus mehr zum Sprachkurs.

Maßnahmen

- Der Kreis sollte einen Dolmetscherpool einrichten.
"""


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


# --- read ---------------------------------------------------------------------


def test_read_prints_one_json_a_statement_with_true_offsets(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "protokoll.txt"
    file.write_text(NOTE, encoding="utf-8")

    code, out, err = call("read", file, "--jsonl")

    assert (code, err) == (0, "")
    found = lines(out)
    assert [(f["kind"], f["section"]) for f in found] == [
        ("problem", "Generative Themen"),
        ("problem", "Generative Themen"),
        ("measure", "Maßnahmen"),
    ]
    for statement in found:
        assert set(statement) == {
            "file",
            "statement_id",
            "kind",
            "text",
            "section",
            "start",
            "end",
        }
        assert NOTE[statement["start"] : statement["end"]] == statement["text"]
    assert len({statement["statement_id"] for statement in found}) == 3


def test_read_finds_the_problem_in_the_customers_report(shared: Path, call: Call) -> None:
    (seed,) = (shared / "seeds").glob("004*.txt")

    _, out, _ = call("read", seed, "--jsonl")

    problems = [found["text"] for found in lines(out) if found["kind"] == "problem"]
    assert any("Sprachbarrieren" in text and "Bildungssystem" in text for text in problems)
    assert not any("Planungskonferenzen sollen" in text for text in problems)


def test_read_goes_on_after_a_file_that_cannot_be_read(tmp_path: Path, call: Call) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(NOTE, encoding="utf-8")
    (tmp_path / "c.bild").write_bytes(b"is not looked at in a folder")

    code, out, err = call("read", tmp_path, "--jsonl")

    assert code == 1
    assert len(lines(out)) == 3
    assert "a.txt" in err
    assert "keinen Text" in err


def test_read_passes_folders_and_broken_links_by(tmp_path: Path, call: Call) -> None:
    (tmp_path / "ordner.txt").mkdir()
    (tmp_path / "ins-leere.txt").symlink_to(tmp_path / "gibt-es-nicht")
    (tmp_path / "protokoll.txt").write_text(NOTE, encoding="utf-8")

    code, out, _ = call("read", tmp_path, "--jsonl")

    assert code == 0
    assert len(lines(out)) == 3


def test_a_file_that_is_too_large_is_refused_without_reading_it_whole(call: Call) -> None:
    code, out, err = call("read", "/dev/zero")

    assert (code, out) == (1, "")
    assert "20 MB" in err


def test_read_names_the_kind_in_german(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "protokoll.txt"
    file.write_text(NOTE, encoding="utf-8")

    _, out, _ = call("read", file)

    assert "[Problem] Für Gespräche im Jobcenter" in out


# --- scan ---------------------------------------------------------------------


def test_scan_refuses_the_customers_page_for_its_addresses_and_numbers(
    shared: Path, call: Call
) -> None:
    (seed,) = (shared / "seeds").glob("002*.txt")
    text = seed.read_text(encoding="utf-8")

    code, out, _ = call("scan", seed, "--jsonl")

    (found,) = lines(out)
    assert code == 0
    assert found["decision"] == "refuse"
    assert {"email", "phone", "address"} <= {finding["type"] for finding in found["findings"]}
    quoted = {text[finding["start"] : finding["end"]] for finding in found["findings"]}
    assert any("8764401" in quote for quote in quoted)
    assert any("Freiligrathstraße 3" in quote for quote in quoted)
    assert set(found) == {
        "file",
        "decision",
        "findings",
        "singling_out",
        "quasi_identifiers",
    }


def test_scan_passes_a_clean_note(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "protokoll.txt"
    file.write_text(NOTE, encoding="utf-8")

    code, out, _ = call("scan", file, "--jsonl")

    assert code == 0
    assert lines(out)[0]["decision"] == "pass"
    assert lines(out)[0]["findings"] == []


def test_scan_says_why_in_german_without_quoting(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "protokoll.txt"
    file.write_text(f"{NOTE}\nFrau Kowalski bittet um Rückruf.", encoding="utf-8")

    _, out, err = call("scan", file)

    line = NOTE.count("\n") + 2
    assert "abgelehnt, sicher: 1, zu prüfen: 0" in out
    assert f"  sicher: im Text, Zeile {line}, Zeichen " in out
    assert "Kowalski" not in out + err


def test_scan_says_what_was_found_how_and_what_to_write_instead(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Gate(uncertain={"Amina": "name"}, features={"34": ("age", "30–39")})
    monkeypatch.setattr(gate, "check", made)
    file = tmp_path / "protokoll.txt"
    file.write_text("Amina ist 34.", encoding="utf-8")

    code, out, _ = call("scan", file, "--jsonl", "--municipality", "05754008")

    (found,) = lines(out)
    assert code == 0
    assert made.populations == [population("05754008")]
    assert found["decision"] == "confirm"
    assert found["singling_out"] is True
    assert found["findings"] == [
        {
            "start": 0,
            "end": 5,
            "type": "name",
            "tier": "confirm",
            "rule": "lexicon",
            "reason": catalogue.reason(QuestionKind.FINDING, "name", "lexicon"),
            "place": "text",
        }
    ]
    assert found["quasi_identifiers"] == [
        {"start": 10, "end": 12, "type": "age", "proposal": "30–39"}
    ]

    _, out, _ = call("scan", file)

    assert made.populations[1:] == [None]
    assert "bitte prüfen, sicher: 0, zu prüfen: 2" in out
    assert "  zu prüfen: im Text, Zeile 1, Zeichen 10–12: Alter, besser „30–39“" in out
    assert "Amina" not in out


def population(ags: str) -> int | None:
    (found,) = (place.population for place in municipalities() if place.ags == ags)
    return found


def test_scan_tells_the_places_in_order_and_those_beside_the_text_last(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Gate(uncertain={"Amina": "name"}, certain={"Geheim": "name"})
    monkeypatch.setattr(gate, "check", made)
    file = tmp_path / "Amina.txt"
    file.write_text("Amina\n\nGeheim, Amina", encoding="utf-8")

    _, out, _ = call("scan", file)

    assert [line.partition(", Zeichen")[0].strip() for line in out.splitlines()[1:]] == [
        "zu prüfen: im Text, Zeile 1",
        "sicher: im Text, Zeile 3",
        "zu prüfen: im Text, Zeile 3",
        "zu prüfen: im Dateinamen",
    ]


@pytest.mark.parametrize("ags", ["99999999", "Gütersloh", "575404", ""])
def test_scan_with_an_unknown_municipality_is_a_wrong_call(
    tmp_path: Path, call: Call, ags: str
) -> None:
    file = tmp_path / "protokoll.txt"
    file.write_text(NOTE, encoding="utf-8")

    code, out, err = call("scan", file, "--municipality", ags)

    assert (code, out) == (2, "")
    assert "Der Wert für --municipality passt nicht." in err
    assert "acht Ziffern, zum Beispiel 05754008" in err


# --- analyse ------------------------------------------------------------------


def table(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "text", "municipality", "date", "note"], *rows])
    return path


@pytest.mark.model
def test_analyse_writes_the_files_of_the_contract(tmp_path: Path, call: Call) -> None:
    problems = [row for row in demo_gold() if row["kind"] == "problem"][:60]
    rows = [
        [f"s{n}", row["text"], row["file"][:8], "2026-05-14", f"carried {n}"]
        for n, row in enumerate(problems)
    ]
    source = table(tmp_path / "statements.csv", rows)

    code, out, err = call("analyse", source, "--out", tmp_path / "out", "--seed", 3)

    assert (code, out) == (0, "")
    assert "60 Aussagen" in err
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "assignments.csv",
        "themes.json",
        "unbundled.json",
        "lineage.json",
        "centroids.npy",
        "run.json",
    }
    with (tmp_path / "out" / "assignments.csv").open(encoding="utf-8", newline="") as file:
        assigned = list(csv.DictReader(file))
    assert list(assigned[0]) == ["id", "theme_id", "strength", "note"]
    assert [row["id"] for row in assigned] == [row[0] for row in rows]
    assert assigned[5]["note"] == "carried 5"
    themes = json.loads((tmp_path / "out" / "themes.json").read_text(encoding="utf-8"))
    for theme in themes:
        mine = {row["id"] for row in assigned if row["theme_id"] == theme["theme_id"]}
        assert mine == set(theme["statement_ids"])
        assert theme["size"] == len(mine) == sum(theme["municipalities"].values())
        assert theme["label"]
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert run["configuration"]["seed"] == 3
    assert run["models"][0]["id"].startswith("multilingual-e5-small")
    assert run["figures"]["statements"] == 60
    assert set(run["seconds"]) == {"embed", "cluster", "label", "map"}
    assert len(run["input_sha256"]) == 64


@pytest.mark.model
def test_one_statement_is_no_theme_and_five_equal_ones_are_one(tmp_path: Path, call: Call) -> None:
    one = table(tmp_path / "one.csv", [["1", "Es fehlen Plätze.", "Verl", "", ""]])
    five = table(
        tmp_path / "five.csv", [[str(n), "Es fehlen Plätze.", "Verl", "", ""] for n in range(5)]
    )

    for source, themes in ((one, 0), (five, 1)):
        out = tmp_path / source.stem
        code, _, err = call("analyse", source, "--out", out, "--model", "use")

        assert code == 0
        assert "mindestens 12" in err
        assert len(json.loads((out / "themes.json").read_text(encoding="utf-8"))) == themes


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["1", "Text", "Verl", "2999-01-01", ""]], "Zeile 2 liegt in der Zukunft"),
        ([["1", "Text", "Verl", "", ""], ["1", "Text", "Verl", "", ""]], "Zeilen 2 und 3"),
        ([["1", "wort " * 10_000, "Verl", "", ""]], "Zeile 2 ist zu lang"),
        ([["1", "", "Verl", "", ""]], "Zeile 2"),
        ([["1", "Text", "Verl", "", "", "zu viel"]], "Zeile 2"),
        ([["1", "T\u202ext", "Verl", "", ""]], "U+202E"),
        ([["1", "T\0xt", "Verl", "", ""]], "U+0000"),
        ([], "keinen Text"),
    ],
)
def test_a_wrong_table_ends_with_one_a_sentence_and_no_files(
    tmp_path: Path, call: Call, rows: list[list[str]], said: str
) -> None:
    source = table(tmp_path / "statements.csv", rows)

    code, out, err = call("analyse", source, "--out", tmp_path / "out")

    assert (code, out) == (1, "")
    assert said in err
    assert not (tmp_path / "out").exists()


def test_missing_columns_are_named(tmp_path: Path, call: Call) -> None:
    source = tmp_path / "statements.csv"
    source.write_text("id,text\n1,Text\n", encoding="utf-8")

    code, _, err = call("analyse", source, "--out", tmp_path / "out")

    assert code == 1
    assert "municipality, date" in err


def test_a_model_that_is_not_here_is_named(tmp_path: Path, call: Call) -> None:
    source = table(tmp_path / "statements.csv", [["1", "Text", "Verl", "", ""]])

    code, _, err = call(
        "analyse", source, "--out", tmp_path / "out", "--model", tmp_path / "kein-modell"
    )

    assert code == 1
    assert "kein-modell" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.model
def test_a_folder_that_cannot_be_written_is_said_in_german(tmp_path: Path, call: Call) -> None:
    source = table(tmp_path / "statements.csv", [["1", "Text", "Verl", "", ""]])
    (tmp_path / "file").write_text("", encoding="utf-8")

    code, _, err = call("analyse", source, "--out", tmp_path / "file" / "out", "--model", "use")

    assert code == 1
    assert "nicht geschrieben" in err
