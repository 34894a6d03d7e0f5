"""A real server with a few notes and a finished run, and a real Chromium in front of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from shutil import which
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from service.app import create_app
from service.http.access import COOKIE
from service.jobs.queue import upgrade
from service.settings import load
from service.store.sessions import Database
from service.store.tables import RunState
from service.usecases import topics
from service.usecases.decisions import DecisionKind, NewDecision, decide
from service.usecases.deletion import delete_note
from service.usecases.notes import NewNote, add_note, list_notes
from service.usecases.sessions import open_session
from service.usecases.themes import themes_of_run
from service.usecases.versions import WHATEVER
from tests.ports import free_port
from tests.service.helpers import ACTOR, add_account
from tests.service.web.examples import (
    COURSES,
    DISTRICT,
    DOCTORS,
    add_themes,
    note,
    unfinished_run,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from playwright.sync_api import Browser, Page

    from service.settings import Settings

CHROMIUM = which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    """A server and the addresses of its pages, by name."""

    origin: str
    pages: dict[str, str]


def _extra_note(database: Database) -> UUID:
    """Store a note that no run has seen, to be deleted."""
    new = NewNote(filename="a.txt", data=note("Verl", "21.06.2026"))
    now = datetime.now(UTC)
    return add_note(database, new, district=DISTRICT, now=now, actor=ACTOR).note.id


def _decide(database: Database) -> None:
    """Take a few decisions, so that there is something in every list."""
    statement = topics.theme(database, DOCTORS, district=DISTRICT).statements[0].id
    for wanted in (
        NewDecision(kind=DecisionKind.RENAME, themes=(COURSES,), label="Sprachkurse am Abend"),
        NewDecision(kind=DecisionKind.DISMISS, statements=(statement,)),
    ):
        decide(
            database, wanted, district=DISTRICT, now=datetime.now(UTC), actor=ACTOR, seen=WHATEVER
        )


_COOKIES: dict[str, str] = {}
"""The cookie of somebody of the koordination who is signed in, by the origin of the server."""


def _sign_in(settings: Settings) -> str:
    """Open a session for a new account; return the secret for its cookie."""
    database = Database(settings.database)
    account = add_account(database)
    secret = open_session(database, account.id, now=datetime.now(UTC))
    database.close()
    return secret


@contextmanager
def served(settings: Settings, *, port: int | None = None) -> Iterator[str]:
    """Serve on a free port for as long as the block lasts; yield the origin."""
    port = port or free_port()
    app = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, ws="none"))
    thread = Thread(target=server.run)
    thread.start()
    try:
        give_up = monotonic() + 20
        while not server.started:
            assert monotonic() < give_up, "the server does not start"
            sleep(0.05)
        origin = f"http://127.0.0.1:{port}"
        _COOKIES[origin] = _sign_in(settings)
        yield origin
    finally:
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with every kind of page; tests only look at it."""
    settings = load(data_dir=tmp_path_factory.mktemp("site"))
    upgrade(settings)
    database = Database(settings.database)
    done = add_themes(database)
    _decide(database)
    failed = unfinished_run(database, RunState.FAILED, error="run_crashed")
    running = unfinished_run(database, RunState.RUNNING)
    receipt = delete_note(
        database, _extra_note(database), district=DISTRICT, actor=ACTOR, now=datetime.now(UTC)
    )
    first = list_notes(database, district=DISTRICT).items[0]
    place = first.municipality.ags
    theme = themes_of_run(database, done, district=DISTRICT)[0].id
    database.close()
    pages = {
        "start": "/",
        "notes": "/protokolle",
        "upload": "/protokolle/hochladen",
        "note": f"/protokolle/{first.id}?erfolg=hochgeladen",
        "delete": f"/protokolle/{first.id}/loeschen",
        "runs": "/auswertungen",
        "done": f"/auswertungen/{done}",
        "failed": f"/auswertungen/{failed}",
        "running": f"/auswertungen/{running}?aktualisieren=aus",
        "themes": "/themen",
        "theme": f"/themen/{COURSES}?erfolg=umbenannt",
        "merge": f"/themen/zusammenlegen?thema={COURSES}&thema={DOCTORS}",
        "refused": "/themen/zusammenlegen",
        "store": "/themenspeicher",
        "decisions": "/entscheidungen",
        "deletions": "/loeschungen",
        "deletion": f"/loeschungen/{receipt}",
        "order_deletion": f"/loeschungen/anordnen?art=municipality&gemeinde={place}",
        "audit": "/aenderungsverlauf",
        "lineage": f"/auswertungen/{done}/veraenderungen",
        "records": f"/auswertungen/{done}/themen",
        "record": f"/themen/{theme}",
        "map": "/karte",
        "accessibility": "/barrierefreiheit",
        "privacy": "/datenschutz",
        "missing": "/nichts",
    }
    with served(settings) as origin:
        yield Site(origin, pages)


@pytest.fixture
def themes_site(tmp_path: object) -> Iterator[str]:
    """A server with two themes, for one test alone."""
    settings = load(data_dir=tmp_path)
    upgrade(settings)
    database = Database(settings.database)
    add_themes(database)
    database.close()
    with served(settings) as origin:
        yield origin


@pytest.fixture
def empty_site(tmp_path: object) -> Iterator[str]:
    """A server without notes, for one test alone."""
    settings = load(data_dir=tmp_path)
    upgrade(settings)
    with served(settings) as origin:
        yield origin


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages, signed in; each stops the test when it asks another host or breaks a rule."""
    pages: list[Page] = []
    wrong: list[str] = []

    def look_at(origin: str, **options: object) -> Page:
        context = browser.new_context(base_url=origin, locale="de-DE", **options)  # type: ignore[arg-type] # playwright's own options
        context.add_cookies([{"name": COOKIE, "value": _COOKIES[origin], "url": origin}])
        page = context.new_page()
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((f"{origin}/", "data:"))
                else wrong.append(request.url)
            ),
        )
        page.on(
            "console",
            lambda message: (
                wrong.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        # from the start, or the first key press may be faster than playwright's interception
        page.on("filechooser", lambda _chooser: None)
        pages.append(page)
        return page

    yield look_at
    for page in pages:
        page.context.close()
    assert wrong == []
