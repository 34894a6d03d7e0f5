"""Readers on a service with many statements, while a run works: how long do they wait?

    scripts/bench load [--statements 20000] [--readers 50] [--seconds 60] [--pause 5]
                       [--folder FOLDER] [--vectors FOLDER]

Fills an embedded database with statements of ../shared in notes of one Kreis, lets one run find
their themes, and serves it beside a worker: real processes and real models, with vectors at
hand. Then a second run is asked for, and while it works, at most for the given time, every
reader opens pages at random, after pauses drawn from an exponential distribution with the given
mean. Prints how long the answers took, page by page, and how many were none. With ``--folder``
the filled database is kept and used again.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import httpx
import labelled
import numpy as np
from sqlmodel import select

from nlp.text import text_hash
from nlp.themes import embedding
from nlp.types import StatementKind
from service.access.roles import Role
from service.http.access import COOKIE
from service.jobs.queue import upgrade
from service.settings import Settings, load
from service.store.access_tables import AccountRow
from service.store.sessions import Database
from service.store.tables import NoteRow, RunRow, RunState, StatementRow
from service.store.vectors import StoredVectors
from service.usecases import execution, runs
from service.usecases.districts import list_municipalities
from service.usecases.sessions import open_session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

CORPORA: Final = ("dip", "cimt", "massive")
_PER_NOTE: Final = 8
_FIRST_DAY: Final = date(2022, 1, 10)
_PORT: Final = 8765
_ADDRESS: Final = f"http://127.0.0.1:{_PORT}"
_PAGES: Final = (
    "/",
    "/themen",
    "/themen/{theme}",
    "/protokolle",
    "/protokolle/{note}",
    "/karte",
    "/themenspeicher",
    "/entscheidungen",
    "/auswertungen",
    "/api/themes/current",
    "/api/themes/current/{theme}",
    "/api/notes",
)


@dataclass
class Waited:
    """How long answers took, by page, and all of it, in seconds; and what was no answer."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lasted: float = 0.0


# --- the database ------------------------------------------------------------------


def fill(settings: Settings, count: int, vectors: Path | None) -> None:
    """Store statements with their vectors, and let a run find their themes."""
    upgrade(settings)
    database = Database(settings.database)
    encoders = embedding.load()
    left = count
    for name in CORPORA:
        corpus = labelled.load(name, encoders, folder=vectors)
        corpus = corpus.take(np.arange(min(left, len(corpus.texts))))
        _store(database, settings.district, corpus.texts, first=count - left)
        _keep(database, settings.district, corpus, encoders)
        left -= len(corpus.texts)
    run = runs.start_run(
        database, district=settings.district, actor="bench", seed=0, enqueue=lambda *_: None
    )
    execution.embed(database, run.id, encoders=encoders)
    execution.bundle(database, run.id, encoders=encoders, adapted=True)
    database.close()


def _store(database: Database, district: str, texts: Sequence[str], *, first: int) -> None:
    """Store texts as the problems of notes, a week after a week, in one place after the other."""
    places = list_municipalities(database, district=district)
    with database.writing(district) as session:
        for start in range(0, len(texts), _PER_NOTE):
            number = (first + start) // _PER_NOTE
            note = NoteRow(
                district_id=district,
                municipality_ags=places[number % len(places)].ags,
                held_on=_FIRST_DAY + timedelta(days=number // 2),
                format="txt",
                uploaded_at=datetime.now(UTC),
                digest=text_hash(f"{first + start}"),
            )
            session.add(note)
            session.flush()
            session.add_all(
                StatementRow(
                    district_id=district,
                    note_id=note.id,
                    kind=StatementKind.PROBLEM,
                    text=text,
                    section="",
                    start=0,
                    end=len(text),
                    position=position,
                    text_hash=text_hash(text),
                )
                for position, text in enumerate(texts[start : start + _PER_NOTE])
            )
        session.commit()


def _keep(
    database: Database,
    district: str,
    corpus: labelled.Corpus,
    encoders: Sequence[embedding.Encoder],
) -> None:
    hashes = [text_hash(text) for text in corpus.texts]
    for encoder, view in zip(encoders, corpus.views, strict=True):
        kept = dict(zip(hashes, view, strict=True))
        StoredVectors(database, district).put(encoder.model_id, kept)


def known(settings: Settings) -> tuple[str, list[str], list[UUID]]:
    """Return a cookie of the coordination, and the themes and notes to be opened."""
    database = Database(settings.database)
    now = datetime.now(UTC)
    account = AccountRow(
        name=f"bench-{now.timestamp()}",
        role=Role.KOORDINATION,
        district_id=settings.district,
        created_at=now,
    )
    with database.writing() as session:
        session.add(account)
        session.commit()
    secret = open_session(database, account.id, now=now)
    with database.reading() as session:
        notes = list(session.exec(select(NoteRow.id).limit(200)))
    answer = httpx.get(
        f"{_ADDRESS}/api/themes/current", cookies={COOKIE: secret}, timeout=120
    ).raise_for_status()
    database.close()
    return secret, [theme["id"] for theme in answer.json()["themes"]], notes


# --- the readers ---------------------------------------------------------------------


@contextmanager
def served(settings: Settings) -> Iterator[None]:
    """Serve the pages and let a worker work, each in its process, for as long as the block."""
    environment = {
        "THEMENRADAR_DATA_DIR": str(settings.data_dir),
        "THEMENRADAR_PORT": str(_PORT),
        "PATH": "/usr/bin:/bin",
        "HOME": str(Path.home()),
    }
    processes = [
        subprocess.Popen([sys.executable, "-m", "service.cli", command], env=environment)  # noqa: S603 - our own
        for command in ("serve", "worker")
    ]
    try:
        _await_answer()
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _await_answer() -> None:
    for _ in range(600):
        try:
            httpx.get(f"{_ADDRESS}/api/health").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    sys.exit("no answer")


def working(settings: Settings) -> bool:
    """Tell whether a run works."""
    database = Database(settings.database)
    with database.reading() as session:
        found = session.exec(select(RunRow).where(RunRow.state == RunState.RUNNING)).first()
    database.close()
    return found is not None


def start_run(settings: Settings, cookie: str) -> None:
    """Ask for a run, and wait until it works, or one that an earlier try left."""
    headers = {"Origin": _ADDRESS}
    answer = httpx.post(
        f"{_ADDRESS}/api/runs", cookies={COOKIE: cookie}, headers=headers, timeout=60
    )
    if answer.status_code != httpx.codes.CONFLICT:
        answer.raise_for_status()
    while not working(settings):
        time.sleep(1)


async def read(
    settings: Settings,
    cookie: str,
    themes: Sequence[str],
    notes: Sequence[UUID],
    arguments: argparse.Namespace,
) -> Waited:
    """Let readers open pages until the run or the time is over."""
    waited = Waited()
    until = time.perf_counter() + arguments.seconds
    over = asyncio.Event()
    limits = httpx.Limits(max_connections=arguments.readers)
    async with httpx.AsyncClient(
        base_url=_ADDRESS, cookies={COOKIE: cookie}, timeout=60, limits=limits
    ) as client:

        async def reader(seed: int) -> None:
            chance = random.Random(seed)  # noqa: S311 - no secret
            while True:
                await asyncio.sleep(chance.expovariate(1 / arguments.pause))
                if over.is_set():
                    return
                page = chance.choice(_PAGES)
                begun = time.perf_counter()
                try:
                    answer = await client.get(
                        page.format(theme=chance.choice(themes), note=chance.choice(notes))
                    )
                except httpx.HTTPError as error:
                    waited.errors[type(error).__name__] += 1
                    continue
                waited.seconds[page].append(time.perf_counter() - begun)
                if answer.status_code != httpx.codes.OK:
                    waited.errors[f"{page}: {answer.status_code}"] += 1

        async def watch() -> None:
            while time.perf_counter() < until and working(settings):  # noqa: ASYNC110 - another process works
                await asyncio.sleep(1)
            over.set()

        begun = time.perf_counter()
        await asyncio.gather(watch(), *(reader(number) for number in range(arguments.readers)))
        waited.lasted = time.perf_counter() - begun
    return waited


def report(waited: Waited) -> None:
    """Print the table."""
    print("| page | answers | median | p95 | longest |\n" + "|---" * 5 + "|")
    every = [one for several in waited.seconds.values() for one in several]
    for page, several in [*sorted(waited.seconds.items()), ("all", every)]:
        median, late, longest = (
            1000 * float(np.quantile(several, share)) for share in (0.5, 0.95, 1)
        )
        print(f"| {page} | {len(several)} | {median:.0f} ms | {late:.0f} ms | {longest:.0f} ms |")
    print(
        f"\nerrors: {dict(waited.errors) or 'none'}; {waited.lasted:.0f} s, all while a run worked"
    )


def main() -> None:
    """Fill, serve, read, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=5, help="mean seconds between two pages")
    parser.add_argument("--folder", type=Path, help="keep the filled database there")
    parser.add_argument("--vectors", type=Path, help="keep vectors in this folder")
    arguments = parser.parse_args()

    with TemporaryDirectory() as scratch:
        settings = load(data_dir=arguments.folder or Path(scratch))
        if not (settings.data_dir / "themenradar.sqlite").exists():
            fill(settings, arguments.statements, arguments.vectors)
        with served(settings):
            cookie, themes, notes = known(settings)
            start_run(settings, cookie)
            report(asyncio.run(read(settings, cookie, themes, notes, arguments)))


if __name__ == "__main__":
    main()
