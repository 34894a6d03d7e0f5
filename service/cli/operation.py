"""Looking after an installation: back it up, restore it, check its database."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service import settings as settings_
from service.catalogue import commands as texts
from service.cli.console import actor
from service.settings import TIME_ZONE
from service.store.actions import Action

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.settings import Settings
    from service.store.sessions import Database

_FAULTS = 1  # the exit code

file_argument = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
"""The file of a backup."""


@click.command(help=texts.BACKUP)
@file_argument
def backup(file: Path) -> None:
    """Write a backup beside running processes."""
    from service.jobs import lock  # noqa: PLC0415 - not needed for --help
    from service.usecases import backup as backup_  # noqa: PLC0415

    settings, now = settings_.load(), datetime.now(UTC)
    with lock.using(settings), lock.sole_backup(settings), _as_it_is(settings) as database:
        manifest = backup_.save(
            database,
            file,
            workspace=_workspace(settings),
            application=version("themenradar"),
            now=now,
        )
        click.echo(
            texts.BACKED_UP.format(
                file=file,
                content=_content(manifest.rows),
                revision=manifest.revision,
                digest=manifest.sha256,
            )
        )
        backup_.note(database, manifest, action=Action.BACKUP_SAVED, actor=actor(), now=now)


@click.command(help=texts.RESTORE)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help=texts.OPTION_FORCE)
def restore(file: Path, *, force: bool) -> None:
    """Put a backup in the place of the database, and bring that up to date."""
    from service.jobs import lock, queue  # noqa: PLC0415 - not needed for --help
    from service.usecases import backup as backup_  # noqa: PLC0415

    settings = settings_.load()
    with lock.alone(settings):
        with _as_it_is(settings) as database:
            manifest = backup_.restore(database, file, workspace=_workspace(settings), force=force)
        queue.upgrade(settings)
        with _as_it_is(settings) as database:
            backup_.note(
                database,
                manifest,
                action=Action.BACKUP_RESTORED,
                actor=actor(),
                now=datetime.now(UTC),
            )
    moment = manifest.created_at.astimezone(TIME_ZONE)
    click.echo(
        texts.RESTORED.format(moment=f"{moment:%d.%m.%Y, %H:%M}", content=_content(manifest.rows))
    )


@click.command(help=texts.DB_CHECK)
@click.pass_context
def check(context: click.Context) -> None:
    """Look through the database; the exit code says whether it is sound."""
    from service.jobs import lock  # noqa: PLC0415 - not needed for --help
    from service.usecases import check as check_  # noqa: PLC0415

    settings = settings_.load()
    with lock.using(settings), _as_it_is(settings) as database:
        report = check_.check(database)
    for one in report.checks:
        sentence = texts.FAULTY if one.faults else texts.CHECKED
        click.echo(sentence.format(name=texts.CHECKS[one.code], count=one.faults))
    if len(report.checks) < len(texts.CHECKS):
        click.echo(texts.NOT_CHECKED)
    if report.rows:
        click.echo(f"{_content(report.rows)}.")
    click.echo(texts.SOUND if report.sound else texts.UNSOUND)
    if not report.sound:
        context.exit(_FAULTS)


@contextmanager
def _as_it_is(settings: Settings) -> Iterator[Database]:
    """Open the database, which is not brought up to date."""
    from service.store.sessions import Database  # noqa: PLC0415 - not needed for --help

    database = Database(settings.database)
    try:
        yield database
    finally:
        database.close()


def _workspace(settings: Settings) -> Path:
    """Return where the copy of a database may lie for a while: where the database may."""
    return settings.data_dir / "backup.tmp"


def _content(rows: Mapping[str, int]) -> str:
    """Say what a database holds; tables that an early revision lacks hold nothing."""
    counts = {"note": 0, "statement": 0, "run": 0, "decision": 0, **rows}
    return texts.CONTENT.format_map(counts)
