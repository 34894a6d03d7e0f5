"""Nothing leaves the machine: every attempt to is an error, and there is none."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest

from corpora import demo_gold
from tests.ports import free_port
from tests.service.helpers import ROOT, start_worker
from tests.service.oidc.hostile import CLIENT, DISCOVERY, KEYS, SECRET, TOKEN, Hostile, hostile

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    if event == "socket.connect" and isinstance(address, tuple):
        with open(SEEN + ".connected", "a") as file:
            file.write(f"{address[0]}:{address[1]}" + chr(10))
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


# --- The login provider: the only one who is asked, and only where it is set ------


@pytest.fixture
def provider() -> Iterator[Hostile]:
    with hostile() as provider:
        yield provider


@contextmanager
def served(settings: Settings, provider: Hostile | None) -> Iterator[httpx2.Client]:
    """Serve the pages in a process that is watched; yield a browser."""
    port = free_port()
    environment = os.environ | {
        "THEMENRADAR_DATA_DIR": str(settings.data_dir),
        "THEMENRADAR_PORT": str(port),
    }
    if provider:
        environment |= {
            "THEMENRADAR_OIDC_ISSUER": provider.issuer,
            "THEMENRADAR_OIDC_CLIENT_ID": CLIENT,
            "THEMENRADAR_OIDC_CLIENT_SECRET": SECRET,
        }
    command = [sys.executable, "-m", "service.cli", "serve"]
    with (
        subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process,
        httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as browser,
    ):
        try:
            wait_until_ready(browser, process)
            yield browser
        finally:
            process.terminate()


def wait_until_ready(browser: httpx2.Client, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None
        assert time.monotonic() < deadline
        with suppress(httpx2.TransportError):
            if browser.get("/api/health").status_code == 200:
                return
        time.sleep(0.1)


def address(url: httpx2.URL) -> str:
    return f"{url.host}:{url.port}"


def connected(seen: Path) -> set[str]:
    """Return whom the watched processes connected to; pages look whether their port is free."""
    file = Path(f"{seen}.connected")
    return set(file.read_text(encoding="utf-8").split()) if file.exists() else set()


def test_a_sign_in_asks_the_login_provider_and_nobody_else(
    settings: Settings, provider: Hostile, seen: Path
) -> None:
    """Not even where it says so."""
    with served(settings, provider) as browser:
        assert not provider.asked
        for name in ("token_endpoint", "jwks_uri", "userinfo_endpoint"):
            provider.discovery = {name: "https://elsewhere.example/"}
            assert "(provider_answer)" in browser.get("/anmelden/oidc").text
        assert provider.asked == [DISCOVERY] * 3

        provider.discovery = {}
        sent = httpx2.URL(browser.get("/anmelden/oidc").headers["location"]).params
        provider.nonce = sent["nonce"]
        back = {"state": sent["state"], "code": "code"}
        answer = browser.get("/anmelden/oidc/zurueck", params=back)

    assert "(no_account)" in answer.text
    assert provider.asked[3:] == [DISCOVERY, KEYS, TOKEN]
    assert connected(seen) - {address(browser.base_url)} == {address(httpx2.URL(provider.issuer))}
    assert not seen.read_text(encoding="utf-8")


def test_without_a_login_provider_there_is_nobody_to_ask(settings: Settings, seen: Path) -> None:
    with served(settings, None) as browser:
        assert browser.get("/anmelden/oidc").status_code == 404

    assert connected(seen) <= {address(browser.base_url)}
    assert not seen.read_text(encoding="utf-8")
