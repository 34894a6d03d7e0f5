"""The Lenkungsgruppe at work on released themes: comments, and what it resolved."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Response

from service.api import steering_schemas
from service.api.problems import documented, tagged
from service.api.schemas import Limit, Offset  # the same
from service.api.steering_schemas import CommentCreate, ResolutionCreate  # the same
from service.api.theme_schemas import StableId  # the same
from service.http.context import InContext  # the same
from service.http.disclosure import member_of
from service.http.versions import InSeen, etag  # the same
from service.usecases import comments, resolutions
from service.usecases.comments import CommentView, NewComment  # the same
from service.usecases.resolutions import NewResolution, Resolutions, ResolutionView  # the same
from service.usecases.views import Page  # the same

router = APIRouter(prefix="/themes/current/{stable_id}", tags=["themes"])


@router.get(
    "/comments", response_model=steering_schemas.CommentPage, responses=documented(404, 422)
)
def list_comments(
    context: InContext, stable_id: StableId, offset: Offset = 0, limit: Limit = 50
) -> Page[CommentView]:
    """List the comments on a theme, the newest first."""
    return comments.list_comments(
        context.database,
        stable_id,
        member=member_of(context),
        now=datetime.now(UTC),
        offset=offset,
        limit=limit,
    )


@router.post(
    "/comments",
    status_code=HTTPStatus.CREATED,
    response_model=steering_schemas.Comment,
    responses=documented(400, 404, 409, 413, 415, 422),
)
def comment(context: InContext, stable_id: StableId, wanted: CommentCreate) -> CommentView:
    """Write a comment on a released theme.

    It passes the gate first: what names a person is refused, and nothing of it is stored.
    """
    return comments.comment(
        context.database,
        stable_id,
        NewComment(text=wanted.text, no_person=wanted.no_person),
        member=member_of(context),
        now=datetime.now(UTC),
    )


@router.delete(
    "/comments/{comment_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=documented(403, 404, 422),
)
def withdraw_comment(context: InContext, stable_id: StableId, comment_id: UUID) -> None:
    """Take one's own comment back: it is deleted."""
    comments.withdraw_comment(
        context.database,
        stable_id,
        comment_id,
        member=member_of(context),
        now=datetime.now(UTC),
    )


@router.get(
    "/resolutions",
    response_model=steering_schemas.Resolutions,
    responses=documented(404, 422) | tagged(200),
)
def list_resolutions(
    context: InContext,
    stable_id: StableId,
    response: Response,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Resolutions:
    """List what the Lenkungsgruppe resolved about a theme; the last that was recorded stands."""
    found = resolutions.list_resolutions(
        context.database,
        stable_id,
        member=member_of(context),
        now=datetime.now(UTC),
        offset=offset,
        limit=limit,
    )
    response.headers["ETag"] = etag(found.version)
    return found


@router.post(
    "/resolutions",
    status_code=HTTPStatus.CREATED,
    response_model=steering_schemas.Resolution,
    responses=documented(400, 404, 409, 412, 413, 415, 422, 428) | tagged(201),
)
def resolve(
    context: InContext,
    stable_id: StableId,
    wanted: ResolutionCreate,
    seen: InSeen,
    response: Response,
) -> ResolutionView:
    """Record what the Lenkungsgruppe resolved about a released theme.

    `If-Match` names the `version` of what stands of it.
    """
    resolution = resolutions.resolve(
        context.database,
        stable_id,
        NewResolution(
            state=wanted.state,
            decided_on=wanted.decided_on,
            reason=wanted.reason,
            no_person=wanted.no_person,
        ),
        member=member_of(context),
        now=datetime.now(UTC),
        seen=seen,
    )
    response.headers["ETag"] = etag(resolution.version)
    return resolution
