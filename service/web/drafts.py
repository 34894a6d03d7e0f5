"""Drafts: what the gate is not sure about is asked; then the note is stored, or dropped.

The key of a draft travels in a cookie that the browser sends to this draft's address only. In
an address it would end in histories and logs.
"""

from __future__ import annotations

from collections.abc import Mapping  # FastAPI reads the annotations
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Final, Literal
from uuid import UUID  # the same

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from python_multipart.multipart import parse_options_header

from service import catalogue
from service.errors import (
    ConfirmationError,
    DraftNotFoundError,
    InvalidInputError,
    MediaTypeError,
    NoteError,
    UnansweredError,
    UnknownAnswerError,
    WrongReasonError,
)
from service.http.context import InContext  # the same
from service.review import Answer, QuestionKind, Reason
from service.usecases import drafts
from service.usecases.pending import MOST_PLACES
from service.web.refusal import refuse_answered
from service.web.rendering import render

if TYPE_CHECKING:
    from collections.abc import Collection

    from service.catalogue import Message
    from service.http.context import Context
    from service.review import Question, Review

PREFIX: Final = "/protokolle/entwuerfe"
REPLACE: Final = "replace"
router = APIRouter(prefix=PREFIX, default_response_class=HTMLResponse)

_ANSWERS: Final[Mapping[str, Answer]] = {REPLACE: None} | {reason: reason for reason in Reason}


async def _answers(request: Request) -> dict[str, Answer]:
    """Read a form of answers by the keys of their questions, in memory only."""
    kind, _ = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"application/x-www-form-urlencoded":  # files would go to the disk
        raise MediaTypeError
    fields = await request.form(max_fields=MOST_PLACES)
    if not all(value in _ANSWERS for value in fields.values()):
        raise InvalidInputError(fields="Antwort")
    return {key: _ANSWERS[str(value)] for key, value in fields.items()}


def _secret(request: Request, draft_id: UUID) -> str:
    secret = request.cookies.get(_cookie(draft_id))
    if secret is None:
        raise DraftNotFoundError
    return secret


Answers = Annotated[Mapping[str, Answer], Depends(_answers)]
Secret = Annotated[str, Depends(_secret)]


def lead_to(request: Request, review: Review, *, further: bool = False) -> Response:
    """Lead the uploader to a review and give them its key; ``further`` where some are answered."""
    path = f"{PREFIX}/{review.draft_id}"
    answer = RedirectResponse(
        f"{path}?hinweis=weitere" if further else path, status_code=HTTPStatus.SEE_OTHER
    )
    left = review.expires_at - datetime.now(UTC)
    answer.set_cookie(
        _cookie(review.draft_id),
        review.secret,
        max_age=max(0, round(left.total_seconds())),
        path=path,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


@router.get("/{draft_id:uuid}")
def show_review(
    context: InContext,
    draft_id: UUID,
    secret: Secret,
    hinweis: Literal["", "weitere"] = "",
) -> Response:
    """Show what the gate is not sure about."""
    review = drafts.get_review(
        context.database,
        draft_id,
        secret,
        district=context.district,
        municipality=context.municipality,
        now=datetime.now(UTC),
    )
    return _page(context, review, further=hinweis == "weitere")


@router.post("/{draft_id:uuid}")
def answer_review(
    context: InContext, request: Request, draft_id: UUID, secret: Secret, answers: Answers
) -> Response:
    """Replace or keep what was asked about, and store the note."""
    try:
        detail = drafts.answer(
            context.database,
            draft_id,
            secret,
            answers,
            district=context.district,
            municipality=context.municipality,
            actor=context.principal.actor,
            now=datetime.now(UTC),
        )
    except UnansweredError as error:
        return _page(context, error.review, answers=answers, missing=error.keys)
    except ConfirmationError as error:
        return lead_to(request, error.review, further=True)
    except UnknownAnswerError:  # the page is older than the draft: it shows what is asked now
        return RedirectResponse(
            f"{PREFIX}/{draft_id}?hinweis=weitere", status_code=HTTPStatus.SEE_OTHER
        )
    except WrongReasonError:  # the page does not offer it; the draft stays
        raise
    except NoteError as error:
        return _forget(refuse_answered(context, error), draft_id)
    return _leave(draft_id, f"/protokolle/{detail.note.id}?erfolg=hochgeladen")


@router.post("/{draft_id:uuid}/verwerfen")
def discard(context: InContext, draft_id: UUID, secret: Secret) -> Response:
    """Forget a draft and go back to the form."""
    drafts.discard(
        context.database,
        draft_id,
        secret,
        district=context.district,
        municipality=context.municipality,
        actor=context.principal.actor,
        now=datetime.now(UTC),
    )
    return _leave(draft_id, "/protokolle/hochladen?erfolg=verworfen")


def _cookie(draft_id: UUID) -> str:
    return f"entwurf-{draft_id}"


def _leave(draft_id: UUID, address: str) -> Response:
    return _forget(RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER), draft_id)


def _forget(answer: Response, draft_id: UUID) -> Response:
    """Take the key of a draft that is gone back from the browser."""
    answer.delete_cookie(_cookie(draft_id), path=f"{PREFIX}/{draft_id}")
    return answer


# --- The page ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    """Questions of one kind and type; ``first`` is the number of the first on the page."""

    kind: QuestionKind
    type: str
    first: int
    questions: tuple[Question, ...]

    @property
    def message(self) -> Message:
        """What the type is called, and why it matters."""
        return catalogue.asked_about(self.kind, self.type)

    @property
    def anchor(self) -> str:
        """Where the page jumps to."""
        return f"{self.kind}-{self.type}"


def _page(
    context: Context,
    review: Review,
    *,
    further: bool = False,
    answers: Mapping[str, Answer] | None = None,
    missing: Collection[str] = (),
) -> Response:
    """Show a review; what was answered before keeps its answer, the rest is to be replaced."""
    chosen = {question.key: REPLACE for question in review.questions if answers is None}
    chosen |= {key: answer or REPLACE for key, answer in (answers or {}).items()}
    return render(
        context,
        "review.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if missing else HTTPStatus.OK,
        review=review,
        groups=_groups(review.questions),
        chosen=chosen,
        missing=frozenset(missing),
        further=further,
    )


def _groups(questions: tuple[Question, ...]) -> list[_Group]:
    """Group questions by type, findings first, else in the order of the note."""
    together: dict[tuple[QuestionKind, str], list[Question]] = {}
    for question in sorted(questions, key=lambda one: one.kind is QuestionKind.FEATURE):
        together.setdefault((question.kind, question.type), []).append(question)
    groups: list[_Group] = []
    first = 1
    for (kind, type_), group in together.items():
        groups.append(_Group(kind, type_, first, tuple(group)))
        first += len(group)
    return groups
