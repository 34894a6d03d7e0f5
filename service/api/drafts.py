"""Drafts: what is asked about a note before it is stored, and the answers."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Header, Response

from service.api import reviews, schemas
from service.api.problems import documented
from service.api.reviews import Answers  # the same
from service.http.context import InContext  # the same
from service.usecases import drafts
from service.usecases.views import NoteDetail  # the same

router = APIRouter(prefix="/drafts", tags=["drafts"])

Secret = Annotated[
    str,
    Header(
        alias="Draft-Secret",
        max_length=reviews.LONGEST_SECRET,
        description="Opens the draft; it came with the review",
    ),
]


@router.get("/{draft_id}", response_model=reviews.ReviewBody, responses=documented(404, 422))
def show_review(context: InContext, draft_id: UUID, secret: Secret) -> reviews.ReviewBody:
    """Show what is asked about a note that waits."""
    review = drafts.get_review(
        context.database,
        draft_id,
        secret,
        district=context.district,
        municipality=context.municipality,
        now=datetime.now(UTC),
    )
    return reviews.review_body(review)


@router.post(
    "/{draft_id}",
    status_code=HTTPStatus.CREATED,
    response_model=schemas.NoteDetail,
    responses=documented(400, 403, 404, 409, 413, 415, 422),
)
def answer_review(
    context: InContext, draft_id: UUID, body: Answers, response: Response
) -> NoteDetail:
    """Redact the note as answered and store it; its draft is gone then.

    The check looks at the redacted text again. Where that raises new questions, the answer is
    `confirmation_needed` with a new `review` of the same draft.
    """
    detail = drafts.answer(
        context.database,
        draft_id,
        body.secret,
        {answer.key: answer.keep for answer in body.answers},
        district=context.district,
        municipality=context.municipality,
        actor=context.principal.actor,
        now=datetime.now(UTC),
        replace_others=body.replace_others,
    )
    response.headers["Location"] = f"/api/notes/{detail.note.id}"
    return detail


@router.delete(
    "/{draft_id}", status_code=HTTPStatus.NO_CONTENT, responses=documented(403, 404, 422)
)
def discard_draft(context: InContext, draft_id: UUID, secret: Secret) -> None:
    """Discard a draft: the note shall not be stored."""
    drafts.discard(
        context.database,
        draft_id,
        secret,
        district=context.district,
        municipality=context.municipality,
        actor=context.principal.actor,
        now=datetime.now(UTC),
    )
