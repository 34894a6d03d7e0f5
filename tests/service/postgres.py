"""A private PostgreSQL server for the tests: its own folder, its own socket, no network.

It keeps nothing on the disk for certain (``fsync=off``): it lives as long as the tests do.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
from sqlalchemy.engine import URL

from service.jobs.queue import upgrade
from service.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterator

OWNER: Final = "themenradar"
EMPTY: Final = "template0"
"""The template of a database without tables."""
_MIGRATED: Final = "migrated"
_DEBIAN: Final = Path("/usr/lib/postgresql")
_SETTINGS: Final = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "wal_recycle": "off",  # a log that is done with is removed, not written over
    "TimeZone": "Asia/Tokyo",  # whatever the server's is, moments are in UTC
}


class PostgresMissingError(Exception):
    """The programs of the server are not installed."""

    def __init__(self) -> None:
        super().__init__("PostgreSQL fehlt. Bitte ausführen: scripts/packages postgresql")


@dataclass
class Server:
    """A server that runs.

    Attributes:
        folder: Its files, and its socket.
        process: Its process.
    """

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def data(self) -> Path:
        """The folder in which it keeps its databases and its log of changes."""
        return self.folder / "data"

    def url(self, name: str) -> str:
        """Return the address of one of its databases, as a person would set it."""
        url = URL.create("postgresql", OWNER, database=name, query={"host": str(self.folder)})
        return url.render_as_string()

    def run(self, *statements: str) -> None:
        """Run statements as the server's administrator."""
        address = self.url("postgres")
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @contextmanager
    def database(self, template: str = _MIGRATED, *, options: str = "") -> Iterator[str]:
        """Make a database for as long as the block lasts; return its address."""
        name = f"test_{next(_NUMBERS)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy {options}")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


_NUMBERS = count(1)


@contextmanager
def server() -> Iterator[Server]:
    """Start a server, with a template that the real migrations made.

    Raises:
        PostgresMissingError: It is not installed.
    """
    initdb, postgres = _program("initdb"), _program("postgres")
    user = _user()
    with tempfile.TemporaryDirectory(prefix="themenradar-pg-") as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        _call(user, [initdb, f"--pgdata={data}", f"--username={OWNER}", "--auth=trust"])
        options = [f"-c{key}={value}" for key, value in _SETTINGS.items()]
        with (folder / "server.log").open("wb") as log:
            process = subprocess.Popen(
                [postgres, "-D", str(data), "-k", str(folder), *options],
                user=user,
                extra_groups=[] if user else None,
                cwd=folder,
                stdout=log,
                stderr=log,
            )
        started = Server(folder, process)
        try:
            _wait(started)
            started.run(f"CREATE DATABASE {_MIGRATED} TEMPLATE {EMPTY}")
            upgrade(load(data_dir=folder / "unused", database_url=started.url(_MIGRATED)))
            yield started
        finally:
            process.send_signal(signal.SIGINT)  # it does not wait for its clients
            process.wait(timeout=60)


def _program(name: str) -> str:
    """Find a program of the newest server; Debian keeps them out of the path."""
    versions = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = versions[-1] if versions else shutil.which(name)
    if found is None:
        raise PostgresMissingError
    return str(found)


def _user() -> str | None:
    """Return whom the server runs as, where that is somebody else: it refuses to be root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _call(user: str | None, command: list[str]) -> None:
    subprocess.run(
        [*command, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
        user=user,
        extra_groups=[] if user else None,
        cwd="/",
        check=True,
        capture_output=True,
    )


def _wait(server: Server) -> None:
    """Wait until the server answers; a failure shows its log."""
    address = server.url("postgres")
    for _ in range(300):
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            try:
                server.process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
        else:
            return
    raise RuntimeError((server.folder / "server.log").read_text(encoding="utf-8"))
