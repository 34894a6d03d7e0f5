"""The same work against the database: ingest, recluster, themes, db."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from nlp.types import Tier
from service import catalogue
from service import settings as settings_
from service.catalogue import commands as texts
from service.cli import places
from service.cli.console import Progress, actor, check_ags
from service.cli.files import (
    content,
    each_file,
    echo_json,
    jsonl_option,
    paths_argument,
    sentence_of,
)
from service.cli.places import Place
from service.errors import ConfirmationError, PersonalDataError
from service.review import QuestionKind
from service.store.tables import RunState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nlp.errors import NlpError
    from service.errors import ServiceError
    from service.review import ShownFinding
    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.views import RunView, ThemeView

_POLL_SECONDS = 0.5
_PATIENCE_SECONDS = 15  # then the person is told what may be wrong


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Open the database of the settings, brought up to date."""
    from service.jobs import lock, queue  # noqa: PLC0415 - not needed for --help
    from service.store.sessions import Database  # noqa: PLC0415

    with lock.using(settings):
        queue.upgrade(settings)
        database = Database(settings.database)
        try:
            yield database
        finally:
            database.close()


@click.command(help=texts.INGEST)
@paths_argument
@click.option("--municipality", metavar="AGS", callback=check_ags, help=texts.OPTION_MUNICIPALITY)
@click.option("--date", "held_on", type=click.DateTime(["%Y-%m-%d"]), help=texts.OPTION_DATE)
@click.option("--redact", is_flag=True, help=texts.OPTION_REDACT)
def ingest(
    paths: tuple[Path, ...],
    *,
    municipality: str | None,
    held_on: datetime | None,
    redact: bool,
) -> None:
    """Store notes."""
    from service.usecases import drafts, notes  # noqa: PLC0415 - not needed for --help

    settings = settings_.load()
    with opened(settings) as database:

        def add(path: Path) -> None:
            new = notes.NewNote(
                filename=path.name,
                data=content(path),
                redact=redact,
                municipality=municipality,
                held_on=held_on.date() if held_on else None,
            )
            try:
                note = notes.add_note(
                    database,
                    new,
                    district=settings.district,
                    actor=actor(),
                    now=datetime.now(UTC),
                )
            except ConfirmationError as asking:
                drafts.discard(  # nobody is here to answer
                    database,
                    asking.review.draft_id,
                    asking.review.secret,
                    district=settings.district,
                    actor=actor(),
                    now=datetime.now(UTC),
                )
                raise
            click.echo(texts.INGESTED.format(file=path, count=len(note.statements)))

        each_file(paths, add, tell=_tell)


def _tell(path: Path, error: NlpError | ServiceError) -> str:
    """Say why a note is not taken, what to do, and then where."""
    from nlp import reading  # noqa: PLC0415 - not needed for --help

    if isinstance(error, PersonalDataError):
        sentence = texts.REFUSED.format(count=error.count)
        found = [_place(one, QuestionKind.FINDING) for one in error.findings]
        certain = (one.place for one in error.findings if one.tier is Tier.REFUSE)
        hints = [texts.REMEDY.format(remedy=remedy) for remedy in catalogue.remedies(certain)]
    elif isinstance(error, ConfirmationError):
        sentence = texts.TO_ANSWER.format(count=len(error.review.questions))
        found = [
            _place(one, q.kind, q.replacement) for q in error.review.questions for one in q.places
        ]
        hints = [texts.SINGLING_OUT] if error.review.singling_out else []
    else:
        return sentence_of(path, error)
    text = reading.read(content(path), filename=path.name).text
    return "\n".join([sentence, *places.tell(found, text), *hints])


def _place(found: ShownFinding, kind: QuestionKind, proposal: str = "") -> Place:
    why = (
        places.better(found.type, proposal)
        if kind is QuestionKind.FEATURE
        else catalogue.reason(kind, found.type, found.rule)
    )
    return Place(found.place, found.start, found.end, found.tier, why)


@click.command(help=texts.RECLUSTER)
@click.option("--seed", type=click.IntRange(0, settings_.LARGEST_SEED), help=texts.OPTION_SEED)
def recluster(seed: int | None) -> None:
    """Queue a run and wait for it."""
    settings = settings_.load()
    with opened(settings) as database:
        run_to_end(settings, database, seed=settings.seed if seed is None else seed)


def run_to_end(
    settings: Settings, database: Database, *, seed: int, patience: float = _PATIENCE_SECONDS
) -> None:
    """Queue a run, show its progress, and return when it is done.

    A run that still waits after ``patience`` seconds makes it ask for a worker.

    Raises:
        RunError: There is nothing to run, a run is under way, or the run failed.
    """
    from service.jobs.queue import Queue  # noqa: PLC0415 - not needed for --help
    from service.usecases import runs  # noqa: PLC0415

    queue = Queue(settings)
    try:
        run = runs.start_run(
            database,
            district=settings.district,
            actor=actor(),
            seed=seed,
            enqueue=queue.enqueue,
        )
    finally:
        queue.close()
    click.echo(texts.QUEUED.format(count=run.statements), err=True)
    try:
        run = _wait(database, run, district=settings.district, patience=patience)
    except KeyboardInterrupt:
        _cancel(settings, database, run)
        raise
    if run.error_code:
        raise click.ClickException(catalogue.message(run.error_code).sentence)
    click.echo(texts.RUN_DONE.format(themes=run.themes, count=run.statements), err=True)


def _cancel(settings: Settings, database: Database, run: RunView) -> None:
    """Take the run back, so that it does not stand in the next one's way."""
    from service.jobs.queue import Queue  # noqa: PLC0415 - not needed for --help
    from service.usecases import runs  # noqa: PLC0415

    queue = Queue(settings)
    try:
        runs.cancel_run(
            database,
            run.id,
            district=settings.district,
            actor=actor(),
            dequeue=queue.cancel,
        )
    finally:
        queue.close()


def _wait(database: Database, run: RunView, *, district: str, patience: float) -> RunView:
    from service.usecases import runs  # noqa: PLC0415 - not needed for --help

    progress = Progress()
    impatient_at = time.monotonic() + patience
    while not run.finished:
        time.sleep(_POLL_SECONDS)
        run = runs.get_run(database, run.id, district=district)
        if run.state is RunState.RUNNING:
            progress(run.stage, run.share)
        elif run.state is RunState.QUEUED and time.monotonic() > impatient_at:
            click.echo(texts.WAITING, err=True)
            impatient_at = float("inf")
    return run


@click.command(help=texts.THEMES)
@jsonl_option
def themes(*, jsonl: bool) -> None:
    """Print the themes of the latest run."""
    from service.usecases import runs  # noqa: PLC0415 - not needed for --help
    from service.usecases import themes as themes_  # noqa: PLC0415

    settings = settings_.load()
    with opened(settings) as database:
        run = runs.latest_done_run(database, district=settings.district)
        if run is None:
            raise click.ClickException(texts.NO_RUN)
        for theme in themes_.themes_of_run(database, run.id, district=settings.district):
            _show_theme(theme, jsonl=jsonl)


def _show_theme(theme: ThemeView, *, jsonl: bool) -> None:
    if jsonl:
        echo_json(
            {
                "theme_id": str(theme.id),
                "number": theme.number,
                "label": theme.label,
                "size": theme.size,
                "municipalities": len(theme.municipalities),
                "of": theme.of,
                "strength": round(theme.strength, 4),
                "keywords": [keyword.word for keyword in theme.keywords],
            }
        )
        return
    click.echo(
        texts.THEME.format(
            number=theme.number,
            label=theme.label,
            size=theme.size,
            k=len(theme.municipalities),
            n=theme.of,
            strength=f"{theme.strength:.2f}".replace(".", ","),
        )
    )


@click.group(help=texts.DB)
def db() -> None:
    """Hold the commands for the database together."""


@db.command(help=texts.DB_UPGRADE)
def upgrade() -> None:
    """Bring the database up to date."""
    with opened(settings_.load()):
        click.echo(texts.UPGRADED)
