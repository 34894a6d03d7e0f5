"""Notes: list, upload, show and delete them; and the templates to write them in."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from nlp.errors import NlpError
from nlp.types import StatementKind
from service.errors import (
    ConfirmationError,
    NoteError,
    PageNotFoundError,
    PersonalDataError,
    RequestError,
)
from service.http.context import InContext  # the same
from service.http.problem import problem_of
from service.http.uploads import read_upload
from service.settings import TIME_ZONE
from service.usecases import notes
from service.usecases.districts import list_municipalities
from service.web.assets import NOTE_TEMPLATES, note_templates
from service.web.format import sort_key
from service.web.paging import PageNumber, paging  # the same
from service.web.rendering import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.http.problem import Problem
    from service.usecases.notes import NewNote
    from service.usecases.views import NoteDetail, StatementView

router = APIRouter(prefix="/protokolle", default_response_class=HTMLResponse)

_FIELDS = {  # the field that an error is about, where it is not the file
    "date_invalid": "held_on",
    "date_in_future": "held_on",
    "date_too_early": "held_on",
    "date_missing": "held_on",
    "municipality_missing": "municipality",
    "municipality_unknown": "municipality",
}

Happened = Annotated[Literal["", "geloescht", "hochgeladen"], Query()]


@router.get("")
def list_notes(context: InContext, seite: PageNumber = 1, erfolg: Happened = "") -> Response:
    """List the notes, the latest conference first."""
    found = paging(
        seite,
        lambda offset, limit: notes.list_notes(
            context.database, district=context.district, offset=offset, limit=limit
        ),
    )
    return render(
        context,
        "notes.html",
        notes=found,
        deleted=erfolg == "geloescht",
        templates=note_templates(),
    )


@router.get("/hochladen")
def show_form(context: InContext) -> Response:
    """Show the form that takes a note."""
    return _form(context)


@router.post("/hochladen")
async def upload_note(context: InContext, request: Request) -> Response:
    """Take a note in and show its statements, or say at the form what is wrong."""
    new: NewNote | None = None
    try:
        new = await read_upload(request)
        detail = await run_in_threadpool(
            notes.add_note,
            context.database,
            new,
            district=context.district,
            now=datetime.now(UTC),
        )
    except (NoteError, RequestError, NlpError) as error:
        return await run_in_threadpool(_refuse, context, error, new)
    return RedirectResponse(
        f"/protokolle/{detail.note.id}?erfolg=hochgeladen", status_code=HTTPStatus.SEE_OTHER
    )


@router.get("/vorlagen/{name}")
def download_template(name: str) -> Response:
    """Hand out a template to write a note in."""
    if name not in note_templates():
        raise PageNotFoundError
    return FileResponse(NOTE_TEMPLATES / name, filename=name)


@router.get("/{note_id:uuid}")
def show_note(context: InContext, note_id: UUID, erfolg: Happened = "") -> Response:
    """Show a note with its statements."""
    detail = notes.get_note(context.database, note_id, district=context.district)
    return render(
        context,
        "note.html",
        note=detail.note,
        groups=_by_kind(detail),
        uploaded=erfolg == "hochgeladen",
    )


@router.get("/{note_id:uuid}/loeschen")
def ask_before_deleting(context: InContext, note_id: UUID) -> Response:
    """Ask whether a note shall really be deleted."""
    detail = notes.get_note(context.database, note_id, district=context.district)
    return render(context, "delete_note.html", note=detail.note, total=len(detail.statements))


@router.post("/{note_id:uuid}/loeschen")
def delete_note(context: InContext, note_id: UUID) -> Response:
    """Delete a note and go back to the list."""
    notes.delete_note(context.database, note_id, district=context.district)
    return RedirectResponse("/protokolle?erfolg=geloescht", status_code=HTTPStatus.SEE_OTHER)


def _refuse(
    context: InContext, error: NoteError | RequestError | NlpError, new: NewNote | None
) -> Response:
    problem = problem_of(error)
    if isinstance(error, PersonalDataError):
        return render(context, "refused.html", status=problem.status, problem=problem)
    return _form(
        context, problem=problem, new=new, confirming=isinstance(error, ConfirmationError)
    )


def _form(
    context: InContext,
    *,
    problem: Problem | None = None,
    new: NewNote | None = None,
    confirming: bool = False,
) -> Response:
    places = list_municipalities(context.database, district=context.district)
    return render(
        context,
        "upload.html",
        status=problem.status if problem else HTTPStatus.OK,
        municipalities=sorted(places, key=lambda place: sort_key(place.name)),
        problem=problem,
        field=_FIELDS.get(problem.code, "file") if problem else "",
        municipality=new.municipality if new else None,
        held_on=new.held_on if new else None,
        confirming=confirming,
        today=datetime.now(TIME_ZONE).date(),
        templates=note_templates(),
    )


def _by_kind(detail: NoteDetail) -> list[tuple[StatementKind, Sequence[StatementView]]]:
    """Group the statements of a note: problems, proposals, facts about the case."""
    groups = (
        (kind, [item for item in detail.statements if item.kind == kind]) for kind in StatementKind
    )
    return [(kind, statements) for kind, statements in groups if statements]
