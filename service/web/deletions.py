"""Deletions: order one after a preview, and the receipts that prove what went."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from service.access.roles import Permission
from service.errors import DeletionError, UnknownMunicipalityError
from service.http.context import InContext  # the same
from service.http.problem import problem_of
from service.search.pieces import LEAST, SURE
from service.usecases import deletion, deletion_scope, receipts, retention
from service.usecases.districts import list_municipalities
from service.usecases.receipts import ScopeKind  # the same
from service.web.format import sort_key
from service.web.paging import PageNumber, paging  # the same
from service.web.rendering import render

if TYPE_CHECKING:
    from service.http.context import Context
    from service.http.problem import Problem
    from service.usecases.receipts import Scope

ADDRESS = "/loeschungen"
router = APIRouter(prefix=ADDRESS, default_response_class=HTMLResponse)

_REFRESH = 5  # seconds
_REFUSALS = (DeletionError, UnknownMunicipalityError)
_MOST_NAMES = 1_000

Refreshing = Annotated[Literal["an", "aus"], Query()]
_Themes = Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=_MOST_NAMES)]
Ags = Annotated[str, Query(pattern=r"^([0-9]{8})?$")]


class Confirmed(BaseModel):
    """The form under a preview: what was shown, and whose names and comments go as well."""

    model_config = ConfigDict(extra="forbid")

    kind: ScopeKind
    municipality: str = Field(default="", pattern=r"^([0-9]{8})?$")
    confirmation: str = Field(max_length=64)
    unnamed: _Themes = Field(default_factory=list)
    unsaid: _Themes = Field(default_factory=list)


@router.get("")
def list_deletions(context: InContext, seite: PageNumber = 1) -> Response:
    """List the receipts, the latest first, and what can be ordered."""
    return _list(context, seite)


@router.get("/anordnen")
def preview_deletion(context: InContext, art: ScopeKind, gemeinde: Ags = "") -> Response:
    """Show what a deletion would remove, and ask for the order."""
    return _preview(context, _scope(context, art, gemeinde))


@router.post("/anordnen")
def order_deletion(context: InContext, given: Annotated[Confirmed, Form()]) -> Response:
    """Order what was shown, and lead to its receipt."""
    wanted = deletion.Order(
        scope=_scope(context, given.kind, given.municipality),
        confirmation=given.confirmation,
        unnamed=frozenset(given.unnamed),
        unsaid=frozenset(given.unsaid),
    )
    try:
        ordered = deletion.order(
            context.database,
            wanted,
            district=context.district,
            actor=context.principal.actor,
            now=datetime.now(UTC),
            enqueue=context.enqueue_deletion,
        )
    except _REFUSALS as error:
        return _preview(context, wanted.scope, problem=problem_of(error))
    return RedirectResponse(f"{ADDRESS}/{ordered}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/{deletion_id:uuid}")
def show_deletion(
    context: InContext, deletion_id: UUID, aktualisieren: Refreshing = "an"
) -> Response:
    """Show a receipt; while the deletion works, the page comes again unless that is off."""
    found = receipts.get_receipt(
        context.database, deletion_id, district=receipts.seen_by(context.principal)
    )
    refreshing = aktualisieren == "an" and found.unfinished
    return render(
        context,
        "deletion.html",
        headers={"Refresh": str(_REFRESH)} if refreshing else None,
        deletion=found,
        refreshing=refreshing,
        sure=SURE,
        least=LEAST,
    )


def _scope(context: Context, kind: ScopeKind, municipality: str) -> Scope:
    return retention.scope(
        kind,
        municipality=municipality or None,
        months=context.settings.retention_months,
        now=datetime.now(UTC),
    )


def _list(context: Context, number: int, *, problem: Problem | None = None) -> Response:
    district = receipts.seen_by(context.principal)
    found = paging(
        number,
        lambda offset, limit: receipts.list_receipts(
            context.database, district=district, offset=offset, limit=limit
        ),
    )
    orders = context.principal.may(Permission.DELETIONS_ORDER)
    places = list_municipalities(context.database, district=context.district) if orders else ()
    return render(
        context,
        "deletions.html",
        status=problem.status if problem else HTTPStatus.OK,
        deletions=found,
        orders=orders,
        places=sorted(places, key=lambda place: sort_key(place.name)),
        months=context.settings.retention_months,
        problem=problem,
    )


def _preview(context: Context, scope: Scope, *, problem: Problem | None = None) -> Response:
    """Show a preview, or the list with the reason why there is none."""
    try:
        shown = deletion_scope.preview(
            context.database, scope, district=context.district, now=datetime.now(UTC)
        )
    except _REFUSALS as error:
        return _list(context, 1, problem=problem or problem_of(error))
    places = list_municipalities(context.database, district=context.district)
    return render(
        context,
        "order_deletion.html",
        status=problem.status if problem else HTTPStatus.OK,
        shown=shown,
        place=next((one.name for one in places if one.ags == scope.municipality), ""),
        months=context.settings.retention_months,
        problem=problem,
    )
