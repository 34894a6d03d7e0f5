"""Told to stop, the pages answer what they have begun, and then end in an orderly way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from typing import TYPE_CHECKING

import httpx
import pytest

from service.jobs.lock import alone
from service.store.sessions import Database
from service.usecases.notes import list_notes
from tests.ports import free_port
from tests.service.helpers import ROOT, add_token, note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from service.settings import Settings

_BOUNDARY = "end-of-part"


@pytest.fixture
def ports() -> tuple[int, int]:
    return free_port(), free_port()


@pytest.fixture
def pages(
    settings: Settings, ports: tuple[int, int], tmp_path: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """The pages as a process that answers."""
    environment = os.environ | {
        "THEMENRADAR_DATA_DIR": str(settings.data_dir),
        "THEMENRADAR_PORT": str(ports[0]),
        "THEMENRADAR_METRICS_PORT": str(ports[1]),
    }
    with (tmp_path / "pages.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve"],
            cwd=ROOT,
            env=environment,
            stderr=log,
        )
    deadline = time.monotonic() + 120
    while not answers(ports[0]):
        assert process.poll() is None, (tmp_path / "pages.log").read_text()
        assert time.monotonic() < deadline
        time.sleep(0.1)
    yield process
    process.kill()
    process.wait()


def answers(port: int) -> bool:
    with closing(socket.socket()) as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


def upload(token: str) -> tuple[bytes, bytes]:
    """Return an upload in two halves."""
    body = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="p.txt"\r\n\r\n'
    ).encode()
    body += note() + f"\r\n--{_BOUNDARY}--\r\n".encode()
    head = (
        "POST /api/notes HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Authorization: Bearer {token}\r\nExpect: 100-continue\r\n"
        f"Content-Type: multipart/form-data; boundary={_BOUNDARY}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    return head + body[:80], body[80:]


def test_an_upload_that_has_begun_is_stored(
    settings: Settings, ports: tuple[int, int], pages: subprocess.Popen[bytes]
) -> None:
    database = Database(settings.database)
    first, second = upload(add_token(database))
    with socket.create_connection(("127.0.0.1", ports[0]), timeout=60) as connection:
        stream = connection.makefile("rb")
        connection.sendall(first)
        assert stream.readline() == b"HTTP/1.1 100 Continue\r\n"  # now it reads the body
        pages.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 30
        while answers(ports[0]) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not answers(ports[0]), "nothing new is taken"
        assert pages.poll() is None, "it waits for what has begun"
        connection.sendall(second)
        answer = stream.read()
    assert answer.startswith(b"\r\nHTTP/1.1 201 "), answer[:300]
    assert pages.wait(timeout=30) == 0
    assert list_notes(database, district=settings.district).total == 1
    database.close()
    with alone(settings):  # every lock is given back
        pass


def test_behind_a_proxy_the_pages_know_that_the_way_is_encrypted(
    ports: tuple[int, int], pages: subprocess.Popen[bytes]
) -> None:
    address = f"http://127.0.0.1:{ports[0]}/anmelden"
    for protocol, told in (("https", True), ("http", False)):
        answer = httpx.get(address, headers={"X-Forwarded-Proto": protocol})
        assert ("Strict-Transport-Security" in answer.headers) == told
    pages.terminate()
    assert pages.wait(timeout=30) == 0


def test_metrics_are_served_beside_the_pages(
    ports: tuple[int, int], pages: subprocess.Popen[bytes]
) -> None:
    urllib.request.urlopen(f"http://127.0.0.1:{ports[0]}/api/health").close()
    deadline, seen = time.monotonic() + 10, ""
    while 'route="/api/health",status="200"} 1.0' not in seen:  # counted after it was answered
        assert time.monotonic() < deadline, seen
        with urllib.request.urlopen(f"http://127.0.0.1:{ports[1]}/metrics") as answer:
            seen = answer.read().decode()
    pages.terminate()
    assert pages.wait(timeout=30) == 0
