"""Notes: list, upload, show and delete them; and the templates to write them in."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from nlp.errors import NlpError
from nlp.types import StatementKind
from service import catalogue
from service.errors import ConfirmationError, NoteError, PageNotFoundError, RequestError
from service.http.context import InContext  # the same
from service.http.disclosure import reader_threshold, sees_everything
from service.http.uploads import read_upload
from service.usecases import deletion, notes
from service.usecases.deletion_scope import preview
from service.usecases.feedback import note_status
from service.usecases.receipts import Scope, ScopeKind
from service.usecases.traces_left import Reach
from service.web.assets import NOTE_TEMPLATES, note_templates
from service.web.drafts import lead_to
from service.web.paging import PageNumber, paging  # the same
from service.web.refusal import form, refuse
from service.web.rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from service.usecases.notes import NewNote
    from service.usecases.views import ChoiceView, NoteDetail, StatementView

router = APIRouter(prefix="/protokolle", default_response_class=HTMLResponse)

Themes = Annotated[list[str], Form(max_length=1_000)]
Happened = Annotated[Literal["", "geloescht", "hochgeladen", "verworfen"], Query()]


@router.get("")
def list_notes(
    context: InContext,
    seite: PageNumber = 1,
    erfolg: Happened = "",
    nachweis: UUID | None = None,
) -> Response:
    """List the notes, the latest conference first."""
    found = paging(
        seite,
        lambda offset, limit: notes.list_notes(
            context.database,
            district=context.district,
            municipality=context.municipality,
            offset=offset,
            limit=limit,
        ),
    )
    return render(
        context,
        "notes.html",
        notes=found,
        deleted=erfolg == "geloescht",
        receipt=nachweis,
        templates=note_templates(),
    )


@router.get("/hochladen")
def show_form(context: InContext, erfolg: Happened = "") -> Response:
    """Show the form that takes a note."""
    return form(context, discarded=erfolg == "verworfen")


@router.post("/hochladen")
async def upload_note(context: InContext, request: Request) -> Response:
    """Take a note in and show its statements, ask about it, or say what is wrong."""
    new: NewNote | None = None
    try:
        new = await read_upload(request)
        detail = await run_in_threadpool(
            notes.add_note,
            context.database,
            new,
            district=context.district,
            municipality=context.municipality,
            actor=context.principal.actor,
            now=datetime.now(UTC),
            lifetime=context.settings.draft_lifetime,
        )
    except ConfirmationError as error:
        return lead_to(request, error.review)
    except (NoteError, RequestError, NlpError) as error:
        return await run_in_threadpool(refuse, context, error, new)
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
    detail = notes.get_note(
        context.database, note_id, district=context.district, municipality=context.municipality
    )
    return render(
        context,
        "note.html",
        note=detail.note,
        groups=_by_kind(detail),
        replaced=_counted(choice for choice in detail.review if choice.reason is None),
        kept=_counted(choice for choice in detail.review if choice.reason is not None),
        uploaded=erfolg == "hochgeladen",
        feedback=note_status(
            context.database,
            note_id,
            district=context.district,
            municipality=context.municipality,
            threshold=None if sees_everything(context) else reader_threshold(context),
            now=datetime.now(UTC),
        ),
    )


@router.get("/{note_id:uuid}/loeschen")
def ask_before_deleting(context: InContext, note_id: UUID) -> Response:
    """Ask whether a note shall really be deleted."""
    detail = notes.get_note(context.database, note_id, district=context.district)
    shown = preview(
        context.database,
        Scope(kind=ScopeKind.NOTE, note=note_id),
        district=context.district,
        now=datetime.now(UTC),
    )
    return render(context, "delete_note.html", note=detail.note, shown=shown)


@router.post("/{note_id:uuid}/loeschen")
def delete_note(
    context: InContext,
    note_id: UUID,
    unnamed: Themes = [],  # noqa: B006 - never changed
    unsaid: Themes = [],  # noqa: B006 - never changed
) -> Response:
    """Delete a note and go back to the list."""
    receipt = deletion.delete_note(
        context.database,
        note_id,
        district=context.district,
        actor=context.principal.actor,
        now=datetime.now(UTC),
        unnamed=unnamed,
        unsaid=unsaid,
        reach=Reach.of(context.settings),
    )
    return RedirectResponse(
        f"/protokolle?erfolg=geloescht&nachweis={receipt}", status_code=HTTPStatus.SEE_OTHER
    )


def _by_kind(detail: NoteDetail) -> list[tuple[StatementKind, Sequence[StatementView]]]:
    """Group the statements of a note: problems, proposals, facts about the case."""
    groups = (
        (kind, [item for item in detail.statements if item.kind == kind]) for kind in StatementKind
    )
    return [(kind, statements) for kind, statements in groups if statements]


def _counted(choices: Iterable[ChoiceView]) -> Counter[str]:
    """Count places by what their type is called."""
    counted: Counter[str] = Counter()
    for choice in choices:
        counted[catalogue.asked_about(choice.kind, choice.type).title] += choice.count
    return counted
