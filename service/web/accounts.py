"""Accounts, for who manages them: list, make, change, close, let in again."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Final, Literal, NamedTuple
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from service.access.roles import Role  # the same
from service.errors import AccountError, PreconditionFailedError
from service.http.context import InContext  # the same
from service.http.problem import problem_of
from service.usecases import accounts
from service.usecases.accounts import ROLES, Reach
from service.usecases.links import PATH
from service.usecases.places import list_places
from service.usecases.versions import Seen
from service.web.login import LONGEST_FIELD
from service.web.onward import lead
from service.web.paging import PageNumber, paging  # the same
from service.web.rendering import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.errors import ServiceError
    from service.http.context import Context
    from service.usecases.accounts import Opened

ADDRESS: Final = "/zugaenge"
router = APIRouter(prefix=ADDRESS, default_response_class=HTMLResponse)

_REFUSALS: Final = (AccountError, PreconditionFailedError)
Happened = Literal["", "geaendert", "gesperrt", "entsperrt"]
Gone = Literal["", "geloescht"]
Version = Annotated[str, Form(max_length=100)]
Ticked = Annotated[Literal["", "ja"], Form()]


class _Wanted(NamedTuple):
    """What was wanted: where the form went behind the account's address, and with what."""

    path: str
    fields: Mapping[str, str]


class ReachFields(BaseModel):
    """The fields that say what an account is."""

    model_config = ConfigDict(extra="forbid")

    role: Role
    district: str = Field(default="", max_length=5)
    municipality: str = Field(default="", max_length=8)

    @property
    def reach(self) -> Reach:
        """What the account shall be."""
        return Reach(self.role, self.district, self.municipality)


class NewAccount(ReachFields):
    """The form that makes an account."""

    name: str = Field(default="", max_length=LONGEST_FIELD)


class ChangedAccount(ReachFields):
    """The form that changes one; ``version`` is what it showed."""

    version: str = Field(max_length=100)


@router.get("")
def list_accounts(context: InContext, seite: PageNumber = 1, erfolg: Gone = "") -> Response:
    """List the accounts by name."""
    now = datetime.now(UTC)
    found = paging(
        seite,
        lambda offset, limit: accounts.list_accounts(
            context.database, now=now, offset=offset, limit=limit
        ),
    )
    names = {place.key: place.name for place in list_places(context.database)}
    return render(context, "accounts.html", accounts=found, names=names, done=erfolg)


@router.get("/neu")
def show_form(context: InContext) -> Response:
    """Show the form that makes an account."""
    return _form(context)


@router.post("")
def create_account(
    context: InContext, request: Request, given: Annotated[NewAccount, Form()]
) -> Response:
    """Make an account, and show its link once."""
    try:
        opened = accounts.create_account(
            context.database,
            given.name,
            given.reach,
            actor=context.principal.actor,
            now=datetime.now(UTC),
        )
    except AccountError as error:
        return _form(context, given, error=error)
    return _show_link(context, request, opened)


@router.get("/{account_id:uuid}")
def show_account(context: InContext, account_id: UUID, erfolg: Happened = "") -> Response:
    """Show an account, and what can be done with it."""
    return _page(context, account_id, done=erfolg)


@router.post("/{account_id:uuid}")
def change_account(
    context: InContext, account_id: UUID, given: Annotated[ChangedAccount, Form()]
) -> Response:
    """Change what an account is."""
    try:
        accounts.change_account(
            context.database,
            account_id,
            given.reach,
            seen=Seen(frozenset({given.version})),
            actor=context.principal.actor,
            now=datetime.now(UTC),
        )
    except _REFUSALS as error:
        wanted = _Wanted("", given.model_dump(exclude={"version"}))
        return _page(context, account_id, error=error, wanted=wanted)
    return lead(f"{ADDRESS}/{account_id}?erfolg=geaendert")


@router.post("/{account_id:uuid}/sperren")
def disable_account(context: InContext, account_id: UUID, version: Version) -> Response:
    """Close an account."""
    return _set_enabled(context, account_id, version, enabled=False)


@router.post("/{account_id:uuid}/entsperren")
def enable_account(context: InContext, account_id: UUID, version: Version) -> Response:
    """Open an account again."""
    return _set_enabled(context, account_id, version, enabled=True)


@router.post("/{account_id:uuid}/loeschen")
def delete_account(context: InContext, account_id: UUID, version: Version) -> Response:
    """Delete an account that is closed, and go back to the list."""
    try:
        accounts.delete_account(
            context.database,
            account_id,
            seen=Seen(frozenset({version})),
            actor=context.principal.actor,
            now=datetime.now(UTC),
        )
    except _REFUSALS as error:
        return _page(context, account_id, error=error, wanted=_Wanted("/loeschen", {}))
    return lead(f"{ADDRESS}?erfolg=geloescht")


@router.post("/{account_id:uuid}/zuruecksetzen")
def reset_account(
    context: InContext, request: Request, account_id: UUID, version: Version, faktor: Ticked = ""
) -> Response:
    """Take the password away, and show a new link once."""
    try:
        opened = accounts.reset_account(
            context.database,
            account_id,
            second_factor=bool(faktor),
            seen=Seen(frozenset({version})),
            actor=context.principal.actor,
            now=datetime.now(UTC),
        )
    except _REFUSALS as error:
        wanted = _Wanted("/zuruecksetzen", {"faktor": faktor})
        return _page(context, account_id, error=error, wanted=wanted)
    return _show_link(context, request, opened)


def _set_enabled(context: Context, account_id: UUID, version: str, *, enabled: bool) -> Response:
    try:
        accounts.set_enabled(
            context.database,
            account_id,
            enabled=enabled,
            seen=Seen(frozenset({version})),
            actor=context.principal.actor,
            now=datetime.now(UTC),
        )
    except _REFUSALS as error:
        wanted = _Wanted("/entsperren" if enabled else "/sperren", {})
        return _page(context, account_id, error=error, wanted=wanted)
    return lead(f"{ADDRESS}/{account_id}?erfolg={'entsperrt' if enabled else 'gesperrt'}")


def _form(
    context: Context, given: NewAccount | None = None, *, error: ServiceError | None = None
) -> Response:
    problem = problem_of(error) if error else None
    return render(
        context,
        "new_account.html",
        status=problem.status if problem else HTTPStatus.OK,
        places=list_places(context.database),
        roles=ROLES,
        given=given,
        problem=problem,
    )


def _page(
    context: Context,
    account_id: UUID,
    *,
    done: Happened = "",
    error: ServiceError | None = None,
    wanted: _Wanted | None = None,
) -> Response:
    """Show an account; where somebody else was faster, also what was ``wanted``."""
    problem = problem_of(error) if error else None
    return render(
        context,
        "account.html",
        status=problem.status if problem else HTTPStatus.OK,
        account=accounts.get_account(context.database, account_id, now=datetime.now(UTC)),
        places=list_places(context.database),
        roles=ROLES,
        done=done,
        problem=problem,
        wanted=wanted if isinstance(error, PreconditionFailedError) else None,
    )


def _show_link(context: Context, request: Request, opened: Opened) -> Response:
    """Show a link to hand over; nobody sees it again."""
    address = request.url.replace(path=f"{PATH}/{opened.secret}", query="", fragment="")
    return render(context, "account_link.html", account=opened.account, address=str(address))
