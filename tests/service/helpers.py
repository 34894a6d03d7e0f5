"""What several tests of the service need: a worker as a process, notes, counts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
from sqlmodel import func, select

from service.access.roles import SCOPES, Permission, Role
from service.access.secrets import digest, new_secret
from service.http.access import COOKIE, SECURE_COOKIE
from service.store.access_tables import AccountRow, TokenRow
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    NoteRow,
    RunRow,
    StatementRow,
    VectorRow,
)
from service.usecases.sessions import open_session

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from fastapi.testclient import TestClient

    from service.settings import Settings
    from service.store.sessions import Database

DISTRICT = "05754"
ACTOR = "account:00000000-0000-4000-8000-00000000000a"
ROOT = Path(__file__).parents[2]
_PROGRAM = "from service.jobs.worker import main; from service.settings import load; main(load())"


@dataclass
class Worker:
    """A worker process whose log lies in a file."""

    process: subprocess.Popen[bytes]
    log: Path

    def assert_alive(self) -> None:
        assert self.process.poll() is None, self.log.read_text()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=120)  # it may be busy


def start_worker(settings: Settings, log: Path, program: str = _PROGRAM) -> Worker:
    environment = os.environ | {
        "THEMENRADAR_DATA_DIR": str(settings.data_dir),
        "THEMENRADAR_DATABASE_URL": settings.database_url,
        "THEMENRADAR_WORKER_ID": settings.worker_id,
        "THEMENRADAR_NIGHTLY": f"{settings.nightly:%H:%M}" if settings.nightly else "",
        "PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", ""), str(ROOT)]),
    }
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [sys.executable, "-c", program], env=environment, stdout=stream, stderr=stream
        )
    return Worker(process, log)


def sign_in(
    client: TestClient,
    database: Database,
    *,
    role: Role = Role.KOORDINATION,
    district: str | None = DISTRICT,
    municipality: str | None = None,
) -> AccountRow:
    """Let a client send the cookie of a new account, and whatever a browser tells of itself."""
    account = add_account(database, role=role, district=district, municipality=municipality)
    secret = open_session(database, account.id, now=datetime.now(UTC))
    client.cookies.set(COOKIE if client.base_url.scheme == "http" else SECURE_COOKIE, secret)
    client.headers["Origin"] = str(client.base_url)
    return account


def add_account(
    database: Database,
    *,
    role: Role = Role.KOORDINATION,
    district: str | None = DISTRICT,
    municipality: str | None = None,
) -> AccountRow:
    """Store an account, which nobody can enter but by a session that a test opens."""
    account = AccountRow(
        name=f"{role}-{uuid4()}",
        role=role,
        district_id=district,
        municipality_ags=municipality,
        created_at=datetime.now(UTC),
    )
    with database.writing() as session:
        session.add(account)
        session.commit()
    return account


def add_token(
    database: Database,
    *,
    district: str = DISTRICT,
    scopes: Collection[Permission] = SCOPES,
    valid: timedelta = timedelta(days=1),
) -> str:
    """Store the token of a machine; return its secret, for a header ``Authorization: Bearer``."""
    secret, now = new_secret(), datetime.now(UTC)
    row = TokenRow(
        district_id=district,
        name="Test",
        digest=digest(secret),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=now + valid,
    )
    with database.writing() as session:
        session.add(row)
        session.commit()
    return secret


def statements() -> Iterator[str]:
    """Yield statements about a few matters, each worded by its place and group."""
    matters = (
        "Es gibt zu wenige Sprachkurse mit Kinderbetreuung",
        "Der Bus fährt abends nicht mehr",
        "Arzttermine sind ohne Dolmetscher kaum möglich",
        "Wohnungen für große Familien fehlen",
        "Zeugnisse aus dem Ausland werden erst nach Monaten anerkannt",
    )
    groups = ("Mütter", "Jugendliche", "Auszubildende", "ältere Menschen", "Geflüchtete")
    places = ("im Ortskern", "in den Ortsteilen", "am Stadtrand", "im ganzen Kreis", "vor Ort")
    for group, place, matter in product(groups, places, matters):
        yield f"{matter}, besonders für {group} {place}."


def note(*, title: str = "Protokoll", date: str = "14.05.2026", extra: str = "") -> bytes:
    """Return a small note as a text file."""
    return f"""{title} der Planungskonferenz
Gemeinde: Rheda-Wiedenbrück
Datum: {date}
Teilnehmende: 18

Generative Themen
- Sprachkurse finden nur vormittags statt.
- Der Bus fährt abends nicht mehr in die Ortsteile.
{extra}
Vorschläge
- Ein Kurs am Abend mit Kinderbetreuung.
""".encode()


def kept(settings: Settings) -> bytes:
    """Return what the files of the database hold, but for a server's log of changes."""
    if not settings.database_url:
        return b"".join(path.read_bytes() for path in settings.data_dir.iterdir())
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")  # else the files would be behind
        query = """SELECT current_setting('data_directory'), oid FROM pg_database
            WHERE datname = current_database()"""
        ((data, number),) = connection.execute(query).fetchall()
    return b"".join(path.read_bytes() for path in Path(data, "base", str(number)).iterdir())


def row_counts(database: Database) -> dict[str, int]:
    """Return the number of rows of every table that an upload or a run fills."""
    tables = (NoteRow, StatementRow, RunRow, CandidateThemeRow, AssignmentRow, VectorRow)
    with database.reading() as session:
        return {
            table.__name__: session.exec(select(func.count()).select_from(table)).one()
            for table in tables
        }
