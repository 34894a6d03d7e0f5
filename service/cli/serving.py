"""Processes that stay: the pages, the worker, and both together as a demo."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import platformdirs

from service import logs
from service import settings as settings_
from service.catalogue import access_commands as access_texts
from service.catalogue import commands as texts
from service.cli.access import LOOPBACK, link_address
from service.cli.console import actor
from service.cli.database import opened, run_to_end
from service.errors import DuplicateNoteError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.settings import Settings
    from service.store.sessions import Database

_STOP_SECONDS = 10
_REQUESTS_END_SECONDS = 30  # after the process is told to stop
_WORKER_STARTS_SECONDS = 180  # it loads models and compiles, on a slow machine


@click.command(help=texts.SERVE)
def serve() -> None:
    """Serve the pages and the API until the process is told to stop."""
    settings = settings_.load()
    _refuse_busy_port(settings)
    _exit_on_sigterm()
    with opened(settings) as database:
        logs.configure(settings.log_level)
        _let_in(settings, database)
        _serve(settings)


@click.command(help=texts.WORKER)
def worker() -> None:
    """Work on queued runs until the process is told to stop."""
    from service.jobs import worker as worker_  # noqa: PLC0415 - not needed for --help

    settings = settings_.load()
    with opened(settings):
        worker_.main(settings)


@click.command(help=texts.DEMO)
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: platformdirs.user_data_path("themenradar", appauthor=False) / "demo",
    help=texts.OPTION_DIRECTORY,
)
def demo(directory: Path) -> None:
    """Fill an embedded database with the demo notes, find their themes, serve them."""
    settings = settings_.load(data_dir=directory, database_url="")
    if settings.host not in LOOPBACK:
        raise click.ClickException(access_texts.DEMO_FOREIGN)
    _refuse_busy_port(settings)
    click.echo(texts.DEMO_DATABASE, err=True)
    with opened(settings) as database:
        _add_demo_accounts(settings, database)
        with _worker_beside(settings):
            click.echo(texts.DEMO_NOTES, err=True)
            _add_demo_notes(settings, database)
            click.echo(texts.DEMO_RUN, err=True)
            _ensure_run(settings, database)
            click.echo(texts.DEMO_SERVE, err=True)
            _serve(settings, demo=True)


def _let_in(settings: Settings, database: Database) -> None:
    """Show the link for the first administrator, as long as there is none."""
    from service.usecases.first_start import ensure_administrator  # noqa: PLC0415 - not for --help

    secret = ensure_administrator(database, actor=actor(), now=datetime.now(UTC))
    if secret is not None:
        address = link_address(settings, secret)
        click.echo(access_texts.FIRST_LINK.format(address=address), err=True)


def _serve(settings: Settings, *, demo: bool = False) -> None:
    import uvicorn  # noqa: PLC0415 - not needed for --help

    from service.app import create_app  # noqa: PLC0415

    app = create_app(settings, demo=demo)
    measured = app.state.metrics.served(settings.metrics_port) if settings.metrics_port else None
    with measured or nullcontext():
        click.echo(texts.DEMO_READY.format(address=_address(settings)), err=True)
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            forwarded_allow_ips=list(settings.trusted_proxies),
            timeout_graceful_shutdown=_REQUESTS_END_SECONDS,
        )


def _address(settings: Settings) -> str:
    return f"http://{settings.host}:{settings.port}"


def _refuse_busy_port(settings: Settings) -> None:
    with suppress(OSError), socket.create_connection((settings.host, settings.port), timeout=1):
        raise click.ClickException(texts.PORT_BUSY.format(address=_address(settings)))


def _exit_on_sigterm() -> None:
    """Let SIGTERM end the process like any exit; by default nothing would be put in order.

    While pages are served, the server takes the signal: it answers the requests that it has,
    and raises the signal again.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


@contextmanager
def _worker_beside(settings: Settings) -> Iterator[None]:
    """Run a worker in a process of its own for as long as the block lasts.

    SIGTERM ends the block like any exit, or it would leave the worker behind.
    """
    _exit_on_sigterm()
    process = subprocess.Popen(
        [sys.executable, "-m", "service.cli", "worker"],
        env=os.environ
        | {"THEMENRADAR_DATA_DIR": str(settings.data_dir), "THEMENRADAR_LOG_LEVEL": "WARNING"},
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def _add_demo_accounts(settings: Settings, database: Database) -> None:
    from service.usecases.demo import ensure_accounts  # noqa: PLC0415 - not needed for --help
    from service.usecases.districts import list_municipalities  # noqa: PLC0415

    first, *_ = list_municipalities(database, district=settings.district)
    ensure_accounts(
        database,
        district=settings.district,
        municipality=first.ags,
        actor=actor(),
        now=datetime.now(UTC),
    )


def _add_demo_notes(settings: Settings, database: Database) -> None:
    from corpora import demo_notes  # noqa: PLC0415 - not needed for --help
    from service.usecases import notes  # noqa: PLC0415

    there = notes.list_notes(database, district=settings.district, limit=1).total
    files = demo_notes()
    if there >= len(files):
        click.echo(texts.DEMO_THERE.format(count=there), err=True)
        return
    with click.progressbar(files, file=sys.stderr, width=30) as bar:
        for file in bar:
            new = notes.NewNote(filename=file.name, data=file.read_bytes(), redact=True)
            with suppress(DuplicateNoteError):  # it is there from an interrupted first start
                notes.add_note(
                    database,
                    new,
                    district=settings.district,
                    actor=actor(),
                    now=datetime.now(UTC),
                )


def _ensure_run(settings: Settings, database: Database) -> None:
    from service.usecases import runs  # noqa: PLC0415 - not needed for --help

    if runs.latest_done_run(database, district=settings.district):
        click.echo(texts.DEMO_THEMES_THERE, err=True)
    else:
        run_to_end(settings, database, seed=settings.seed, patience=_WORKER_STARTS_SECONDS)
