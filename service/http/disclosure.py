"""The output gate at the door: who sees everything, and what the others read instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.disclosure.audience import Audience, audience_of
from service.disclosure.threshold import Threshold
from service.errors import NotAllowedError
from service.http.context import InContext  # noqa: TC001 # FastAPI reads the annotations
from service.usecases.released_views import Reader
from service.usecases.steering import Member

if TYPE_CHECKING:
    from service.http.context import Context


def sees_everything(context: Context) -> bool:
    """Tell whether who asks may read single statements."""
    return audience_of(context.principal) is Audience.FULL


def only_for_everything(context: InContext) -> None:
    """Stop who may not read single statements, on a route of which nothing is released.

    Raises:
        NotAllowedError: Who asks sees no more than what is released.
    """
    if not sees_everything(context):
        raise NotAllowedError


def reader_threshold(context: Context) -> Threshold:
    """Return from when on a theme is released."""
    return Threshold(
        statements=context.settings.disclosure_statements,
        conferences=context.settings.disclosure_conferences,
    )


def reader_of(context: Context) -> Reader:
    """Return who reads what is released."""
    return Reader(
        district=context.district,
        audience=audience_of(context.principal),
        threshold=reader_threshold(context),
    )


def member_of(context: Context) -> Member:
    """Return who comments on themes, or records what the Lenkungsgruppe resolved."""
    return Member(
        reader=reader_of(context), actor=context.principal.actor, role=context.principal.role
    )
