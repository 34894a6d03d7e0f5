"""Nothing leaves the machine: every attempt to is an error, and there is none."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpora import demo_gold
from tests.service.helpers import start_worker

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from service.settings import Settings

# Runs in every Python process of a test before anything else does (but for the sandbox,
# whose isolated mode reads no such file, and which is given no path to a socket either).
WATCH = """
import sys

LOCAL = ("127.", "::1", "localhost")

def watch(event, arguments):
    if event == "socket.connect" or event == "socket.sendto":
        address = arguments[1]
        if isinstance(address, tuple) and not str(address[0]).startswith(LOCAL):
            raise SystemExit(f"network: {event}")
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        if not str(arguments[0]).startswith(LOCAL):
            raise SystemExit(f"network: {event}")

sys.addaudithook(watch)
"""


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "watch"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    root = Path(__file__).parents[2]
    monkeypatch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{root}")


def python(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )


@pytest.mark.usefixtures("watched")
def test_the_watch_would_see_a_connection() -> None:
    """The test of the tests: without this the others could pass for nothing."""
    result = python("import urllib.request as u; u.urlopen('http://example.org')")

    assert result.returncode != 0
    assert "network: " in result.stderr


@pytest.mark.model
@pytest.mark.usefixtures("watched")
def test_analysing_a_table_needs_no_network(tmp_path: Path) -> None:
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
    assert (tmp_path / "out" / "themes.json").is_file()


@pytest.mark.model
@pytest.mark.usefixtures("watched")
def test_a_run_in_the_worker_needs_no_network(
    settings: Settings, client: TestClient, tmp_path: Path
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
    assert "network: " not in (tmp_path / "worker.log").read_text(encoding="utf-8")
