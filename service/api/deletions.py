"""Deletions of many notes: preview, order, receipts. One note: ``DELETE /api/notes/{id}``."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Query, Response

from service.api import deletion_schemas
from service.api.deletion_schemas import DeletionOrder  # the same
from service.api.problems import documented
from service.api.schemas import Limit, Offset  # the same
from service.http.context import InContext  # the same
from service.usecases import deletion, deletion_scope, receipts, retention
from service.usecases.deletion_scope import Preview  # the same
from service.usecases.receipts import ReceiptView, ScopeKind  # the same
from service.usecases.views import Page  # the same

router = APIRouter(prefix="/deletions", tags=["deletions"])

Ags = Annotated[str | None, Query(pattern=r"^[0-9]{8}$", description="AGS key")]


@router.get(
    "/preview",
    response_model=deletion_schemas.DeletionPreview,
    responses=documented(404, 409, 422),
)
def preview_deletion(
    context: InContext,
    kind: ScopeKind,
    municipality: Ags = None,
    note: Annotated[UUID | None, Query(description="Id of the note")] = None,
) -> Preview:
    """Show what a deletion would remove; nothing is changed.

    `kind` is `note` (with `note`), `municipality` (with `municipality`) or `retention`: all
    notes that are older than the installation keeps them.
    """
    scope = retention.scope(
        kind,
        note=note,
        municipality=municipality,
        months=context.settings.retention_months,
        now=datetime.now(UTC),
    )
    return deletion_scope.preview(
        context.database, scope, district=context.district, now=datetime.now(UTC)
    )


@router.post(
    "",
    status_code=HTTPStatus.ACCEPTED,
    response_model=deletion_schemas.Deletion,
    responses=documented(400, 403, 404, 409, 413, 415, 422),
)
def order_deletion(context: InContext, wanted: DeletionOrder, response: Response) -> ReceiptView:
    """Order the deletion that a preview showed; `Location` is its receipt.

    Its `confirmation` has to be sent along. What changed meanwhile answers `deletion_changed`,
    and nothing is deleted.
    """
    now = datetime.now(UTC)
    scope = retention.scope(
        wanted.kind,
        municipality=wanted.municipality,
        months=context.settings.retention_months,
        now=now,
    )
    ordered = deletion.order(
        context.database,
        deletion.Order(
            scope=scope,
            confirmation=wanted.confirmation,
            unnamed=frozenset(wanted.unnamed),
            unsaid=frozenset(wanted.unsaid),
        ),
        district=context.district,
        actor=context.principal.actor,
        now=now,
        enqueue=context.enqueue_deletion,
    )
    response.headers["Location"] = f"/api/deletions/{ordered}"
    return receipts.get_receipt(context.database, ordered, district=context.district)


@router.get("", response_model=deletion_schemas.DeletionPage, responses=documented(409, 422))
def list_deletions(context: InContext, offset: Offset = 0, limit: Limit = 50) -> Page[ReceiptView]:
    """List the receipts of deletions, the latest first."""
    district = receipts.seen_by(context.principal)
    return receipts.list_receipts(context.database, district=district, offset=offset, limit=limit)


@router.get(
    "/{deletion_id}", response_model=deletion_schemas.Deletion, responses=documented(404, 409, 422)
)
def show_deletion(context: InContext, deletion_id: UUID) -> ReceiptView:
    """Show a receipt: what was removed, and what a search found afterwards."""
    district = receipts.seen_by(context.principal)
    return receipts.get_receipt(context.database, deletion_id, district=district)
