"""The Lenkungsgruppe at work, on the page of a theme: what it resolved, and comments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Final
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Form, Path
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from service.access.roles import Permission
from service.errors import (
    InvalidDateError,
    InvalidInputError,
    PreconditionFailedError,
    RequestError,
    SteeringError,
)
from service.http.context import InContext  # the same
from service.http.disclosure import member_of, reader_of, sees_everything
from service.http.problem import problem_of
from service.settings import TIME_ZONE
from service.usecases import comments, resolutions, topics
from service.usecases.comments import NewComment
from service.usecases.released import released_theme
from service.usecases.resolutions import NewResolution
from service.usecases.resolved import ResolutionState
from service.usecases.standing import ThemeName
from service.usecases.steering import may_be_open
from service.usecases.versions import Seen
from service.web.conflict import show_resolution_conflict
from service.web.forms import Done, lead_to
from service.web.rendering import render

if TYPE_CHECKING:
    from service.errors import ServiceError
    from service.http.context import Context
    from service.http.problem import Problem
    from service.usecases.comments import CommentView
    from service.usecases.resolutions import Resolutions
    from service.usecases.views import Page

router = APIRouter(prefix="/themen/{stable_id}", default_response_class=HTMLResponse)

_REFUSALS: Final = (SteeringError, RequestError)
_SHOWN: Final = 100  # resolutions, and comments, on one page
_LONGEST: Final = 20_000  # of a field: what is too long for us is told at the form

StableId = Annotated[str, Path(pattern=r"^T-\d{4}-\d{3,9}$")]


class CommentForm(BaseModel):
    """A comment as it was filled in."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(default="", max_length=_LONGEST, repr=False)
    no_person: str = Field(default="", max_length=2)


class ResolutionForm(BaseModel):
    """A resolution as it was filled in, and the version of what the page showed."""

    model_config = ConfigDict(extra="forbid")

    state: str = Field(default="", max_length=16)
    decided_on: str = Field(default="", max_length=10)
    reason: str = Field(default="", max_length=_LONGEST, repr=False)
    no_person: str = Field(default="", max_length=2)
    version: str = Field(default="", max_length=100)

    def wanted(self) -> NewResolution:
        """Return the resolution that is wanted.

        Raises:
            InvalidInputError: It is none of those that there are.
            InvalidDateError: The day is none.
        """
        if self.state not in set(ResolutionState):
            raise InvalidInputError(fields="Beschluss")
        try:
            day = date.fromisoformat(self.decided_on)
        except ValueError as error:
            raise InvalidDateError from error
        return NewResolution(
            state=ResolutionState(self.state),
            decided_on=day,
            reason=self.reason,
            no_person=bool(self.no_person),
        )


@dataclass(frozen=True, slots=True)
class Steering:
    """What the page of a theme shows of the Lenkungsgruppe's work.

    Attributes:
        resolutions: What was resolved.
        comments: The comments.
        open: Whether something can be said about the theme now.
        today: The last day on which there can have been a meeting.
        problem: Why a form was not taken.
        comment: The one form, as it was filled in.
        resolution: The other one.
    """

    resolutions: Resolutions
    comments: Page[CommentView]
    open: bool
    today: date
    problem: Problem | None = None
    comment: CommentForm | None = None
    resolution: ResolutionForm | None = None


def steering_of(context: Context, stable_id: str) -> Steering | None:
    """Return what the page of a theme shows of it; nothing for who does not take part.

    Raises:
        ThemeNotFoundError: They see no such theme.
    """
    return _steering(context, stable_id) if context.may(Permission.THEMES_COMMENT) else None


def _steering(context: Context, stable_id: str) -> Steering:
    member, now = member_of(context), datetime.now(UTC)
    return Steering(
        resolutions=resolutions.list_resolutions(
            context.database, stable_id, member=member, now=now, limit=_SHOWN
        ),
        comments=comments.list_comments(
            context.database, stable_id, member=member, now=now, limit=_SHOWN
        ),
        open=may_be_open(context.database, stable_id, member),
        today=now.astimezone(TIME_ZONE).date(),
    )


@router.post("/kommentare")
def comment(
    context: InContext, stable_id: StableId, given: Annotated[CommentForm, Form()]
) -> Response:
    """Write a comment, and show the theme again."""
    try:
        comments.comment(
            context.database,
            stable_id,
            NewComment(text=given.text, no_person=bool(given.no_person)),
            member=member_of(context),
            now=datetime.now(UTC),
        )
    except SteeringError as error:
        return _page(context, stable_id, error, comment=given)
    return lead_to(f"/themen/{stable_id}", Done.COMMENTED)


@router.post("/kommentare/{comment_id:uuid}/zuruecknehmen")
def withdraw_comment(context: InContext, stable_id: StableId, comment_id: UUID) -> Response:
    """Take one's own comment back, and show the theme again."""
    comments.withdraw_comment(
        context.database,
        stable_id,
        comment_id,
        member=member_of(context),
        now=datetime.now(UTC),
    )
    return lead_to(f"/themen/{stable_id}", Done.UNCOMMENTED)


@router.post("/beschluesse")
def resolve(
    context: InContext, stable_id: StableId, given: Annotated[ResolutionForm, Form()]
) -> Response:
    """Record what the Lenkungsgruppe resolved, and show the theme again."""
    try:
        resolutions.resolve(
            context.database,
            stable_id,
            given.wanted(),
            member=member_of(context),
            now=datetime.now(UTC),
            seen=Seen(frozenset(filter(None, [given.version]))),
        )
    except PreconditionFailedError as error:
        return _conflict(context, stable_id, given, error)
    except _REFUSALS as error:
        return _page(context, stable_id, error, resolution=given)
    return lead_to(f"/themen/{stable_id}", Done.RESOLVED)


def _page(
    context: Context,
    stable_id: str,
    error: ServiceError,
    *,
    comment: CommentForm | None = None,
    resolution: ResolutionForm | None = None,
) -> Response:
    """Show the forms again, with the reason why one of them was not taken."""
    problem = problem_of(error)
    shown = _steering(context, stable_id)
    return render(
        context,
        "steering_refused.html",
        status=problem.status,
        theme=_named(context, stable_id),
        steering=replace(shown, problem=problem, comment=comment, resolution=resolution),
    )


def _conflict(
    context: Context, stable_id: str, given: ResolutionForm, error: PreconditionFailedError
) -> Response:
    found = resolutions.list_resolutions(
        context.database, stable_id, member=member_of(context), now=datetime.now(UTC), limit=1
    )
    return show_resolution_conflict(
        context,
        error,
        theme=_named(context, stable_id),
        found=found,
        given=given,
    )


def _named(context: Context, stable_id: str) -> ThemeName:
    """Return a theme by the name that who asks sees.

    Raises:
        ThemeNotFoundError: They see no such theme.
    """
    if sees_everything(context):
        found = topics.theme(context.database, stable_id, district=context.district)
        return ThemeName(stable_id, found.theme.label)
    released = released_theme(
        context.database, stable_id, reader_of(context), now=datetime.now(UTC)
    )
    return ThemeName(stable_id, released.theme.label)
