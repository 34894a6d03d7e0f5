"""Nothing leaves the machine: every attempt to is an error, and there is none."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from corpora import demo_gold
from tests.service.helpers import ROOT, start_worker

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi.testclient import TestClient

    from service.settings import Settings

# Runs in every Python process of a test before anything else does (but for the sandbox, whose
# isolated mode reads no such file). What it sees it writes down, because an exception in a
# thread would be lost, and then it forbids.
WATCH = """
import os, sys

LOCAL = ("127.", "::1", "localhost")
SEEN = os.environ["WATCH_FILE"]

def watch(event, arguments):
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    if not str(host).startswith(LOCAL):
        with open(SEEN, "a") as file:
            file.write(event + chr(10))
        raise OSError("network")

sys.addaudithook(watch)
"""


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which attempts to reach the network are written down."""
    folder = tmp_path / "watch"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    file = tmp_path / "seen"
    file.touch()
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), str(ROOT)]))
    monkeypatch.setenv("WATCH_FILE", str(file))
    return file


def python(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("where", ["reach()", "t = Thread(target=reach); t.start(); t.join()"])
def test_the_watch_sees_an_attempt_in_any_thread(seen: Path, where: str) -> None:
    """The test of the tests: without this the others could pass for nothing."""
    python(
        "from threading import Thread; import urllib.request as u\n"
        f"def reach(): u.urlopen('http://example.org')\n{where}"
    )

    assert seen.read_text(encoding="utf-8")


@pytest.mark.model
def test_analysing_a_table_needs_no_network(tmp_path: Path, seen: Path) -> None:
    source = tmp_path / "statements.csv"
    problems = [row for row in demo_gold() if row["kind"] == "problem"][:20]
    with source.open("w", encoding="utf-8", newline="") as file:
        rows = [[n, row["text"], "Verl", ""] for n, row in enumerate(problems)]
        csv.writer(file).writerows([["id", "text", "municipality", "date"], *rows])

    result = subprocess.run(
        [sys.executable, "-m", "service.cli", "analyse", source, "--out", tmp_path / "out"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    assert not seen.read_text(encoding="utf-8")
    assert (tmp_path / "out" / "themes.json").is_file()


@pytest.mark.model
def test_a_run_in_the_worker_needs_no_network(
    settings: Settings, client: TestClient, tmp_path: Path, seen: Path
) -> None:
    lines = [row["text"] for row in demo_gold() if row["kind"] == "problem"][:15]
    note = "Planungskonferenz Verl, 14.05.2026\n\nGenerative Themen\n\n"
    note += "\n".join(f"- {line}" for line in lines)
    answer = client.post("/api/notes", files={"file": ("note.txt", note.encode())})
    assert answer.status_code == 201, answer.text
    location = client.post("/api/runs").headers["location"]

    worker = start_worker(settings, tmp_path / "worker.log")
    try:
        deadline = time.monotonic() + 240
        while client.get(location).json()["state"] not in {"done", "failed"}:
            worker.assert_alive()
            assert time.monotonic() < deadline
            time.sleep(0.5)
    finally:
        worker.stop()

    assert client.get(location).json()["state"] == "done"
    assert not seen.read_text(encoding="utf-8")
