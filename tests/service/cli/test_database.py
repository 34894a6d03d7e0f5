"""The same work against a database: ingest, recluster, themes, demo."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import docx
import httpx
import pytest
from sqlmodel import func, select

from corpora import demo_gold
from nlp.anonymity import gate
from service.jobs.lock import sole_worker
from service.settings import load
from service.store.sessions import Database
from service.store.tables import DraftRow
from tests.ports import free_port
from tests.service.helpers import note, start_worker
from tests.service.usecases.gates import Gate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Call = Callable[..., tuple[int, str, str]]

DAY = "2026-05-14"


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THEMENRADAR_DATA_DIR", str(tmp_path / "data"))


def test_ingest_stores_a_note_once(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "protokoll.txt"
    file.write_bytes(note())

    first = call("ingest", file)
    second = call("ingest", file)

    assert first == (0, f"{file}: aufgenommen, 3 Aussagen.\n", "")
    assert second[0] == 1
    assert "schon" in second[2]


def test_ingest_takes_municipality_and_date_from_the_call(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "protokoll.txt"
    file.write_text("Generative Themen\n- Es fehlen Kita-Plätze.\n", encoding="utf-8")

    without = call("ingest", file)
    with_both = call("ingest", file, "--municipality", "05754044", "--date", DAY)

    assert without[0] == 1
    assert with_both[0] == 0


def test_a_municipality_is_given_by_its_key(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "protokoll.txt"
    file.write_bytes(note())

    code, out, err = call("ingest", file, "--municipality", "Verl")

    assert (code, out) == (2, "")
    assert "acht Ziffern, zum Beispiel 05754008" in err


def test_ingest_says_where_the_personal_data_stand_without_quoting_them(
    tmp_path: Path, call: Call
) -> None:
    file = tmp_path / "protokoll.txt"
    file.write_bytes(note(extra="- Frau Kowalski findet keinen Kurs."))

    code, out, err = call("ingest", file)

    assert code == 1
    assert err.startswith(f"{file}: nicht aufgenommen")
    assert re.search(r"sicher: im Text, Zeile \d+, Zeichen \d+–\d+: Ein Name nennt", err)
    assert "Kowalski" not in out + err


def test_ingest_names_the_property_that_it_refuses_and_how_to_empty_it(
    tmp_path: Path, call: Call
) -> None:
    document = docx.Document()
    for line in note().decode().splitlines():
        document.add_paragraph(line)
    document.core_properties.author = "Frau Kowalski"
    file = tmp_path / "protokoll.docx"
    document.save(str(file))

    code, _, err = call("ingest", file)

    assert code == 1
    assert "sicher: in den Eigenschaften (Autor), Zeichen 0–" in err
    assert "Dokument prüfen" in err
    assert "Kowalski" not in err


def test_what_the_gate_is_not_sure_about_is_not_stored_without_an_answer(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        gate,
        "check",
        Gate(uncertain={"Amina": "name"}, features={"34": ("age", "30–39")}, enough=1),
    )
    file = tmp_path / "protokoll.txt"
    file.write_bytes(note(extra="- Amina ist 34, Amina sucht einen Kurs."))

    code, out, err = call("ingest", file)

    assert (code, out) == (1, "")
    first, *places, last = err.splitlines()
    assert first.startswith(f"{file}: noch nicht aufgenommen")
    assert "Fragen: 2" in first
    assert "--redact" in first
    starts = [re.findall(r"zu prüfen: im Text, Zeile (\d+), Zeichen (\d+)", one) for one in places]
    assert [len(found) for found in starts] == [1, 1, 1]
    assert starts == sorted(starts)
    line = note(extra="- Amina").decode().split("Amina")[0].count("\n") + 1
    assert {found[0][0] for found in starts} == {str(line)}
    assert "Ein Name nennt eine Person" in places[0]
    assert places[1].endswith("Alter, besser „30–39“")
    assert "besser" in last
    assert "Amina" not in err
    assert drafts() == 0


def test_on_request_it_is_replaced_without_asking(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "check", Gate(uncertain={"Amina": "name"}))
    file = tmp_path / "protokoll.txt"
    file.write_bytes(note(extra="- Amina sucht einen Kurs."))

    assert call("ingest", file, "--redact") == (0, f"{file}: aufgenommen, 4 Aussagen.\n", "")

    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert b"Amina" not in kept
    assert b"[Name] sucht einen Kurs." in kept


def drafts() -> int:
    database = Database(load().database)
    with database.reading() as session:
        count = session.exec(select(func.count()).select_from(DraftRow)).one()
    database.close()
    return count


def test_without_a_run_there_is_a_hint_what_to_do(call: Call) -> None:
    code, out, err = call("themes")

    assert (code, out) == (1, "")
    assert "themenradar recluster" in err


def test_without_notes_there_is_nothing_to_run(call: Call) -> None:
    code, _, err = call("recluster")

    assert code == 1
    assert "Protokoll" in err


@pytest.mark.model
def test_ingest_recluster_themes_from_end_to_end(tmp_path: Path, call: Call) -> None:
    problems = [row["text"] for row in demo_gold() if row["kind"] == "problem"][:40]
    lines = "\n".join(f"- {text}" for text in problems)
    file = tmp_path / "protokoll.txt"
    file.write_text(f"Verl, 14.05.2026\n\nGenerative Themen\n\n{lines}\n", encoding="utf-8")
    assert call("ingest", file)[0] == 0

    worker = start_worker(load(), tmp_path / "worker.log")
    try:
        code, _, err = call("recluster", "--seed", 1)
    finally:
        worker.stop()
    assert code == 0
    assert "Fertig:" in err

    code, out, _ = call("themes", "--jsonl")
    themes = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [theme["number"] for theme in themes] == list(range(1, len(themes) + 1))
    assert all(theme["label"] and theme["of"] == 13 for theme in themes)
    assert len(call("themes")[1].splitlines()) == len(themes)


@pytest.mark.model
def test_the_demo_serves_its_themes_and_a_second_start_takes_seconds(tmp_path: Path) -> None:
    port = free_port()
    environment = os.environ | {"THEMENRADAR_PORT": str(port)}
    command = [sys.executable, "-m", "service.cli", "demo", "--directory", str(tmp_path / "demo")]

    for limit in (400, 60):
        with (tmp_path / "log").open("wb") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            page = _page(f"http://127.0.0.1:{port}/themen", process, limit)
        finally:
            process.terminate()
            process.wait(30)
        with sole_worker(load(data_dir=tmp_path / "demo")):
            pass  # it has taken its worker with it, else the name would be in use

        assert "Themenspeicher" in page
        assert "von 13" in page
        told = (tmp_path / "log").read_text(encoding="utf-8")
        assert f"http://127.0.0.1:{port}" in told
        assert "Traceback" not in told


def _page(address: str, process: subprocess.Popen[bytes], limit: float) -> str:
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        assert process.poll() is None
        try:
            origin, _, path = address.rpartition("/")
            with httpx.Client(
                headers={"Origin": origin}, follow_redirects=True, timeout=5
            ) as visitor:
                form = {"rolle": "koordination", "weiter": f"/{path}"}
                return visitor.post(f"{origin}/anmelden/demo", data=form).text
        except httpx.HTTPError:
            time.sleep(0.5)
    raise AssertionError
