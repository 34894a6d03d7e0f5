"""What answers a note that is not taken: the places that the gate found, or the form again."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from nlp.types import Tier
from service import catalogue
from service.errors import DuplicateNoteError, NoteNotFoundError, PersonalDataError
from service.http.problem import problem_of
from service.settings import TIME_ZONE
from service.usecases.districts import list_municipalities
from service.usecases.notes import get_note
from service.web.assets import note_templates
from service.web.format import sort_key
from service.web.rendering import render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from fastapi.responses import Response

    from nlp.errors import NlpError
    from service.errors import NoteError, RequestError
    from service.http.context import Context
    from service.http.problem import Problem
    from service.usecases.notes import NewNote

_FIELDS: Final[Mapping[str, str]] = {  # what an error is about, where it is not the file
    "date_invalid": "held_on",
    "date_in_future": "held_on",
    "date_too_early": "held_on",
    "date_missing": "held_on",
    "municipality_missing": "municipality",
    "municipality_unknown": "municipality",
}


def refuse(
    context: Context, error: NoteError | RequestError | NlpError, new: NewNote | None = None
) -> Response:
    """Say why a note is not taken; ``new`` fills the form where it is shown again."""
    if isinstance(error, PersonalDataError):
        return _show_findings(context, error)
    return form(context, problem=problem_of(error), new=new, earlier=_earlier(context, error))


def refuse_answered(context: Context, error: NoteError) -> Response:
    """Say why a note is not taken after a person has answered; its draft is gone."""
    if isinstance(error, PersonalDataError):
        return _show_findings(context, error)
    problem = problem_of(error)
    return render(
        context,
        "not_stored.html",
        status=problem.status,
        problem=problem,
        earlier=_earlier(context, error),
    )


def _show_findings(context: Context, error: PersonalDataError) -> Response:
    problem = problem_of(error)
    certain = (found.place for found in error.findings if found.tier is Tier.REFUSE)
    return render(
        context,
        "refused.html",
        status=problem.status,
        problem=problem,
        remedies=catalogue.remedies(certain),
    )


def _earlier(context: Context, error: Exception) -> UUID | None:
    """Return the note that is here already, where it may be seen."""
    if not isinstance(error, DuplicateNoteError):
        return None
    try:
        get_note(
            context.database,
            error.note_id,
            district=context.district,
            municipality=context.municipality,
        )
    except NoteNotFoundError:
        return None
    return error.note_id


def form(
    context: Context,
    *,
    problem: Problem | None = None,
    new: NewNote | None = None,
    earlier: UUID | None = None,
    discarded: bool = False,
) -> Response:
    """Show the form that takes a note; ``earlier`` is the same note where it is here already."""
    places = list_municipalities(context.database, district=context.district)
    own = (place for place in places if place.ags == context.municipality)
    return render(
        context,
        "upload.html",
        status=problem.status if problem else HTTPStatus.OK,
        municipalities=sorted(places, key=lambda place: sort_key(place.name)),
        own=next(own, None),
        problem=problem,
        field=_FIELDS.get(problem.code, "file") if problem else "",
        municipality=new.municipality if new else None,
        held_on=new.held_on if new else None,
        earlier=earlier,
        discarded=discarded,
        today=datetime.now(TIME_ZONE).date(),
        templates=note_templates(),
    )
