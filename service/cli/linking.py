"""Whose an account is at the login provider, from the command line."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import click

from service import settings as settings_
from service.access.identity import SUBJECT, Identity
from service.catalogue import access_commands as texts
from service.cli.console import actor
from service.cli.database import opened


def _subject(_context: click.Context, parameter: click.Parameter, value: str) -> str:
    if not re.fullmatch(SUBJECT, value):
        raise click.BadParameter(value, param=parameter)
    return value


@click.command(help=texts.USER_CONNECT)
@click.argument("name")
@click.argument("subject", callback=_subject)
def connect(name: str, subject: str) -> None:
    """Make an account that of somebody at the login provider."""
    from service.usecases import accounts, oidc_login  # noqa: PLC0415 - not needed for --help

    settings, now = settings_.load(), datetime.now(UTC)
    if not settings.oidc_issuer:
        raise click.ClickException(texts.NO_PROVIDER)
    identity = Identity(settings.oidc_issuer, subject)
    with opened(settings) as database:
        account = accounts.find_account(database, name, now=now)
        oidc_login.connect(database, account.id, identity, actor=actor(), now=now)
    click.echo(texts.CONNECTED.format(name=account.name))


@click.command(help=texts.USER_DISCONNECT)
@click.argument("name")
def disconnect(name: str) -> None:
    """Make an account nobody's at the login provider."""
    from service.usecases import accounts, oidc_login  # noqa: PLC0415 - not needed for --help

    settings, now = settings_.load(), datetime.now(UTC)
    with opened(settings) as database:
        account = accounts.find_account(database, name, now=now)
        oidc_login.disconnect(database, account.id, actor=actor(), now=now)
    click.echo(texts.DISCONNECTED.format(name=account.name))
