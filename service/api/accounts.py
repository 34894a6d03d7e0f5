"""Accounts, for who manages them: list, make, change, close, let in again."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Response

from service.api import account_schemas
from service.api.account_schemas import AccountCreate, AccountReset, Reach  # the same
from service.api.problems import documented, tagged
from service.api.schemas import Limit, Offset  # the same
from service.http.context import InContext  # the same
from service.http.versions import InSeen, etag  # the same
from service.usecases import accounts
from service.usecases.accounts import AccountView
from service.usecases.links import PATH
from service.usecases.views import Page

if TYPE_CHECKING:
    from service.http.context import Context
    from service.usecases.accounts import Opened
    from service.usecases.versions import Seen

router = APIRouter(prefix="/accounts", tags=["accounts"])

_CHANGED = documented(400, 403, 404, 409, 412, 422, 428) | tagged(200)


@router.get("", response_model=account_schemas.AccountPage, responses=documented(422))
def list_accounts(context: InContext, offset: Offset = 0, limit: Limit = 50) -> Page[AccountView]:
    """List the accounts by name."""
    return accounts.list_accounts(
        context.database, now=datetime.now(UTC), offset=offset, limit=limit
    )


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    response_model=account_schemas.OpenedAccount,
    responses=documented(400, 403, 409, 413, 415, 422) | tagged(201),
)
def create_account(
    context: InContext, wanted: AccountCreate, response: Response
) -> dict[str, object]:
    """Make an account, with a link that opens it once within 24 hours."""
    opened = accounts.create_account(
        context.database,
        wanted.name,
        _reach(wanted),
        actor=context.principal.actor,
        now=datetime.now(UTC),
    )
    response.headers["Location"] = f"/api/accounts/{opened.account.id}"
    return _opened(opened, response)


@router.get(
    "/{account_id}",
    response_model=account_schemas.Account,
    responses=documented(404, 422) | tagged(200),
)
def show_account(context: InContext, account_id: UUID, response: Response) -> AccountView:
    """Show an account."""
    found = accounts.get_account(context.database, account_id, now=datetime.now(UTC))
    return _tag(found, response)


@router.put(
    "/{account_id}",
    response_model=account_schemas.Account,
    responses=_CHANGED | documented(413, 415),
)
def change_account(
    context: InContext, account_id: UUID, wanted: Reach, seen: InSeen, response: Response
) -> AccountView:
    """Change what an account is; its sessions end."""
    changed = accounts.change_account(
        context.database,
        account_id,
        _reach(wanted),
        seen=seen,
        actor=context.principal.actor,
        now=datetime.now(UTC),
    )
    return _tag(changed, response)


@router.post("/{account_id}/disable", response_model=account_schemas.Account, responses=_CHANGED)
def disable_account(
    context: InContext, account_id: UUID, seen: InSeen, response: Response
) -> AccountView:
    """Close an account; its sessions end."""
    return _tag(_set_enabled(context, account_id, seen, enabled=False), response)


@router.post("/{account_id}/enable", response_model=account_schemas.Account, responses=_CHANGED)
def enable_account(
    context: InContext, account_id: UUID, seen: InSeen, response: Response
) -> AccountView:
    """Open an account again."""
    return _tag(_set_enabled(context, account_id, seen, enabled=True), response)


@router.delete(
    "/{account_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=documented(400, 403, 404, 409, 412, 422, 428),
)
def delete_account(context: InContext, account_id: UUID, seen: InSeen) -> None:
    """Delete an account that is closed; what its person did stays in the log of changes."""
    accounts.delete_account(
        context.database,
        account_id,
        seen=seen,
        actor=context.principal.actor,
        now=datetime.now(UTC),
    )


@router.post(
    "/{account_id}/reset",
    response_model=account_schemas.OpenedAccount,
    responses=_CHANGED | documented(413, 415),
)
def reset_account(
    context: InContext, account_id: UUID, wanted: AccountReset, seen: InSeen, response: Response
) -> dict[str, object]:
    """Take the password away, end the sessions, and make a link that opens the account once."""
    opened = accounts.reset_account(
        context.database,
        account_id,
        second_factor=wanted.second_factor,
        seen=seen,
        actor=context.principal.actor,
        now=datetime.now(UTC),
    )
    return _opened(opened, response)


def _set_enabled(context: Context, account_id: UUID, seen: Seen, *, enabled: bool) -> AccountView:
    return accounts.set_enabled(
        context.database,
        account_id,
        enabled=enabled,
        seen=seen,
        actor=context.principal.actor,
        now=datetime.now(UTC),
    )


def _reach(wanted: Reach) -> accounts.Reach:
    return accounts.Reach(wanted.role, wanted.district, wanted.municipality)


def _tag(account: AccountView, response: Response) -> AccountView:
    response.headers["ETag"] = etag(account.version)
    return account


def _opened(opened: Opened, response: Response) -> dict[str, object]:
    account = _tag(opened.account, response)
    return {"account": account, "link": f"{PATH}/{opened.secret}"}
