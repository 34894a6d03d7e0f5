"""The Kreise of an installation: add one more."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import click

from service import settings as settings_
from service.catalogue import commands as texts
from service.cli.console import actor
from service.cli.database import opened

_KEY = re.compile(r"[0-9]{5}")
_LONGEST_NAME = 200


@click.group(help=texts.DISTRICT)
def district() -> None:
    """Hold the commands about Kreise together."""


@district.command(help=texts.DISTRICT_ADD)
@click.argument("key", callback=lambda _context, _argument, value: _key(value))
@click.argument("name", callback=lambda _context, _argument, value: _name(value))
@click.option(
    "--municipalities",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=texts.OPTION_MUNICIPALITIES,
)
def add(key: str, name: str, *, municipalities: Path | None) -> None:
    """Add a Kreis with its municipalities."""
    from service.usecases import districts  # noqa: PLC0415 - not needed for --help

    with opened(settings_.load()) as database:
        count = districts.add_district(
            database,
            key,
            name,
            municipalities=municipalities,
            actor=actor(),
            now=datetime.now(UTC),
        )
    click.echo(texts.DISTRICT_ADDED.format(name=name, key=key, count=count))


def _key(value: str) -> str:
    if not _KEY.fullmatch(value):
        raise click.BadParameter(value)
    return value


def _name(value: str) -> str:
    if not 0 < len(value.strip()) <= _LONGEST_NAME:
        raise click.BadParameter(value)
    return value.strip()
