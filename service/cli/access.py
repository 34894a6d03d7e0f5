"""Accounts and tokens from the command line, for when nobody gets in by the pages."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from service import settings as settings_
from service.access.roles import SCOPES, Permission, Role
from service.catalogue import ACCOUNT_STATES
from service.catalogue import access_commands as texts
from service.cli.console import actor, check_ags
from service.cli.database import opened
from service.settings import TIME_ZONE

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.accounts import AccountView, Opened

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""How this machine is named in addresses."""
_ROLES: Final = [role.value for role in Role if role is not Role.MASCHINE]
_SCOPES: Final = sorted(scope.value for scope in SCOPES)
_ANY: Final = "*"
_AT_ONCE: Final = 200  # rows
_LONGEST_DAYS: Final = 366


@click.group(help=texts.USER)
def user() -> None:
    """Hold the commands about accounts together."""


@user.command(help=texts.USER_ADD)
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(_ROLES),
    required=True,
    help=texts.OPTION_ROLE.format(names=", ".join(_ROLES)),
)
@click.option("--district", metavar="KEY", help=texts.OPTION_DISTRICT)
@click.option("--municipality", metavar="AGS", callback=check_ags, help=texts.OPTION_OF_TOWN)
def add(name: str, *, role: str, district: str | None, municipality: str | None) -> None:
    """Make an account and show its link."""
    from service.usecases import accounts  # noqa: PLC0415 - not needed for --help

    with _database() as (settings, database):
        reach = accounts.Reach(Role(role), district or settings.district, municipality or "")
        made = accounts.create_account(database, name, reach, actor=actor(), now=datetime.now(UTC))
    _show_link(settings, made)


@user.command("list", help=texts.USER_LIST)
def list_users() -> None:
    """Show all accounts."""
    from service.usecases import accounts  # noqa: PLC0415 - not needed for --help

    now = datetime.now(UTC)
    with _database() as (_, database):
        offset, total = 0, 1
        while offset < total:
            page = accounts.list_accounts(database, now=now, offset=offset, limit=_AT_ONCE)
            offset, total = offset + _AT_ONCE, page.total
            for account in page.items:
                _show_account(account)


@user.command(help=texts.USER_DISABLE)
@click.argument("name")
def disable(name: str) -> None:
    """Close an account."""
    from service.usecases import accounts  # noqa: PLC0415 - not needed for --help
    from service.usecases.versions import WHATEVER  # noqa: PLC0415

    now = datetime.now(UTC)
    with _database() as (_, database):
        account = accounts.find_account(database, name, now=now)
        accounts.set_enabled(
            database, account.id, enabled=False, seen=WHATEVER, actor=actor(), now=now
        )
    click.echo(texts.DISABLED.format(name=account.name))


@user.command(help=texts.USER_DELETE)
@click.argument("name")
def delete(name: str) -> None:
    """Delete a closed account."""
    from service.usecases import accounts  # noqa: PLC0415 - not needed for --help
    from service.usecases.versions import WHATEVER  # noqa: PLC0415

    now = datetime.now(UTC)
    with _database() as (_, database):
        account = accounts.find_account(database, name, now=now)
        accounts.delete_account(database, account.id, seen=WHATEVER, actor=actor(), now=now)
    click.echo(texts.DELETED.format(name=account.name))


@user.command(help=texts.USER_LINK)
@click.argument("name")
@click.option("--without-second-factor", is_flag=True, help=texts.OPTION_SECOND_FACTOR)
def link(name: str, *, without_second_factor: bool) -> None:
    """Reset an account and show its link."""
    from service.usecases import accounts  # noqa: PLC0415 - not needed for --help
    from service.usecases.versions import WHATEVER  # noqa: PLC0415

    now = datetime.now(UTC)
    with _database() as (settings, database):
        account = accounts.find_account(database, name, now=now)
        reset = accounts.reset_account(
            database,
            account.id,
            second_factor=without_second_factor,
            seen=WHATEVER,
            actor=actor(),
            now=now,
        )
    _show_link(settings, reset)


@click.group(help=texts.MACHINE)
def token() -> None:
    """Hold the commands about tokens together."""


@token.command("add", help=texts.MACHINE_ADD)
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(_SCOPES),
    multiple=True,
    required=True,
    help=texts.OPTION_SCOPE.format(names=", ".join(_SCOPES)),
)
@click.option(
    "--days",
    type=click.IntRange(1, _LONGEST_DAYS),
    required=True,
    help=texts.OPTION_DAYS.format(longest=_LONGEST_DAYS),
)
@click.option("--district", metavar="KEY", help=texts.OPTION_DISTRICT)
def add_token(name: str, *, scopes: tuple[str, ...], days: int, district: str | None) -> None:
    """Make a token and show it."""
    from service.usecases import tokens  # noqa: PLC0415 - not needed for --help

    with _database() as (settings, database):
        wanted = tokens.NewToken(
            name, district or settings.district, frozenset(map(Permission, scopes)), days
        )
        issued = tokens.create_token(database, wanted, actor=actor(), now=datetime.now(UTC))
    until = _moment(issued.token.expires_at)
    click.echo(
        texts.MACHINE_ADDED.format(name=issued.token.name, until=until, secret=issued.secret)
    )


@token.command("list", help=texts.MACHINE_LIST)
def list_tokens() -> None:
    """Show all tokens."""
    from service.usecases import tokens  # noqa: PLC0415 - not needed for --help

    now = datetime.now(UTC)
    with _database() as (_, database):
        offset, total = 0, 1
        while offset < total:
            page = tokens.list_tokens(database, now=now, offset=offset, limit=_AT_ONCE)
            offset, total = offset + _AT_ONCE, page.total
            for one in page.items:
                click.echo(
                    texts.MACHINE_LINE.format(
                        id=one.id,
                        name=one.name,
                        district=one.district,
                        scopes=",".join(one.scopes),
                        until=_moment(one.expires_at),
                    )
                )


@token.command(help=texts.MACHINE_REVOKE)
@click.argument("token_id", metavar="ID", type=click.UUID)
def revoke(token_id: uuid.UUID) -> None:
    """Take a token back."""
    from service.usecases import tokens  # noqa: PLC0415 - not needed for --help

    with _database() as (_, database):
        tokens.revoke_token(database, token_id, actor=actor(), now=datetime.now(UTC))
    click.echo(texts.MACHINE_REVOKED)


def link_address(settings: Settings, secret: str) -> str:
    """Return the address of a link, as far as the settings tell how the pages are reached."""
    from service.usecases.links import PATH  # noqa: PLC0415 - not needed for --help

    public = [name for name in settings.allowed_hosts if name not in LOOPBACK | {_ANY}]
    here = settings.host if settings.host in LOOPBACK else "localhost"
    origin = f"https://{public[0]}" if public else f"http://{here}:{settings.port}"
    return f"{origin}{PATH}/{secret}"


@contextmanager
def _database() -> Iterator[tuple[Settings, Database]]:
    settings = settings_.load()
    with opened(settings) as database:
        yield settings, database


def _show_link(settings: Settings, made: Opened) -> None:
    until = made.account.link_until
    click.echo(
        texts.LINK.format(
            name=made.account.name,
            until=_moment(until) if until else "",
            address=link_address(settings, made.secret),
        )
    )


def _show_account(account: AccountView) -> None:
    place = account.municipality.ags if account.municipality else account.district
    click.echo(
        texts.ACCOUNT.format(
            name=account.name,
            role=account.role,
            place=place or "–",
            state=ACCOUNT_STATES[account.state],
        )
    )


def _moment(value: datetime) -> str:
    return f"{value.astimezone(TIME_ZONE):%d.%m.%Y, %H:%M}"
