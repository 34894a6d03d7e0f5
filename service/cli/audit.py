"""The log of changes: verify it, show it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

from service import catalogue
from service import settings as settings_
from service.catalogue import commands as texts
from service.cli.database import opened
from service.settings import TIME_ZONE

if TYPE_CHECKING:
    from service.usecases.audit import ChainEnd

_FAULTS: Final = 1  # the exit code
_INSTALLATION: Final = "installation"
"""How the chain of what belongs to no Kreis is written."""
_EXPECTED: Final = re.compile(rf"(\d{{5}}|{_INSTALLATION}):(\d{{1,9}}):([0-9a-f]{{64}})")
_CHAIN: Final = re.compile(rf"\d{{5}}|{_INSTALLATION}")
_MOST: Final = 1_000


@click.group(help=texts.AUDIT)
def audit() -> None:
    """Hold the commands about the log of changes together."""


@audit.command(help=texts.AUDIT_VERIFY)
@click.option(
    "--expect",
    multiple=True,
    metavar="KETTE:NUMMER:PRÜFSUMME",
    callback=lambda _context, _option, values: [_expected(value) for value in values],
    help=texts.OPTION_EXPECT,
)
@click.pass_context
def verify(context: click.Context, *, expect: list[ChainEnd]) -> None:
    """Walk along all chains; the exit code says whether they are whole."""
    from service.usecases import audit as audit_  # noqa: PLC0415 - not needed for --help

    with opened(settings_.load()) as database:
        verdict = audit_.verify(database, expected=expect)
    for fault in verdict.faults:
        flaw = catalogue.FLAWS[fault.flaw].format(number=fault.number)
        click.echo(texts.AUDIT_FLAW.format(chain=_written(fault.chain), flaw=flaw))
    for end in verdict.ends:
        click.echo(
            texts.AUDIT_END.format(chain=_written(end.chain), count=end.number, hash=end.hash)
        )
    if not verdict.ends:
        click.echo(texts.AUDIT_EMPTY)
    click.echo(texts.AUDIT_BROKEN if verdict.faults else texts.AUDIT_SOUND)
    if verdict.faults:
        context.exit(_FAULTS)


@audit.command("list", help=texts.AUDIT_LIST)
@click.option(
    "--chain",
    metavar="KETTE",
    callback=lambda _context, _option, value: _chain(value),
    help=texts.OPTION_CHAIN,
)
@click.option("--limit", type=click.IntRange(1, _MOST), default=50, help=texts.OPTION_LIMIT)
def list_(*, chain: str | None, limit: int) -> None:
    """Show the latest entries of a chain."""
    from service.usecases import trail  # noqa: PLC0415 - not needed for --help

    settings = settings_.load()
    chosen = settings.district if chain is None else chain
    with opened(settings) as database:
        page = trail.entries(database, chain=chosen, limit=limit)
    for entry in page.items:
        moment = entry.at.astimezone(TIME_ZONE)
        click.echo(
            texts.AUDIT_ENTRY.format(
                chain=_written(chosen),
                number=entry.number,
                moment=f"{moment:%d.%m.%Y %H:%M:%S}",
                actor=catalogue.actor(
                    entry.actor.key, name=entry.actor.name, role=entry.actor.role
                ),
                action=catalogue.ACTIONS.get(entry.action, entry.action),
                id=entry.object_id,
            )
        )
    if not page.items:
        click.echo(texts.AUDIT_EMPTY)


def _written(chain: str) -> str:
    return chain or _INSTALLATION


def _read(written: str) -> str:
    return "" if written == _INSTALLATION else written


def _chain(value: str | None) -> str | None:
    if value is None:
        return None
    if not _CHAIN.fullmatch(value):
        raise click.BadParameter(value)
    return _read(value)


def _expected(value: str) -> ChainEnd:
    from service.usecases.audit import ChainEnd  # noqa: PLC0415 - not needed for --help

    match = _EXPECTED.fullmatch(value)
    if match is None:
        raise click.BadParameter(value)
    return ChainEnd(_read(match[1]), int(match[2]), match[3])
