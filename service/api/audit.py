"""The audit log: who did what to which object when."""

from __future__ import annotations

from fastapi import APIRouter

from service.api import audit_schemas
from service.api.problems import documented
from service.api.schemas import Limit, Offset  # FastAPI reads the annotations
from service.http.context import InContext  # the same
from service.usecases import trail
from service.usecases.trail import EntryView  # the same
from service.usecases.views import Page  # the same

router = APIRouter(prefix="/audit", tags=["audit"])


@router.get("", response_model=audit_schemas.EntryPage, responses=documented(422))
def list_entries(context: InContext, offset: Offset = 0, limit: Limit = 50) -> Page[EntryView]:
    """List what was done, the latest first: in the Kreis, or for the administration to accounts.

    Each entry holds the `hash` of all its fields and of the entry before it.
    """
    chain = trail.chain_of(context.principal)
    return trail.entries(context.database, chain=chain, offset=offset, limit=limit)
