"""Notes: upload, list, show, delete."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Depends, Query, Response

from service.access.roles import Permission
from service.api import schemas
from service.api.deletion_schemas import MOST_NAMES, StableId  # the same
from service.api.problems import documented
from service.api.schemas import Limit, Offset  # the same
from service.errors import NotAllowedError
from service.http.context import InContext  # the same
from service.http.disclosure import reader_threshold, sees_everything
from service.http.uploads import read_upload
from service.usecases import deletion, notes
from service.usecases.feedback import NoteStatus, note_status  # the same
from service.usecases.notes import NewNote  # the same
from service.usecases.traces_left import Reach
from service.usecases.views import NoteDetail, NoteView, Page  # the same

router = APIRouter(prefix="/notes", tags=["notes"])

_UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "docx, odt, pdf, txt, md, xlsx or csv; up to 20 MB",
                        },
                        "municipality": {
                            "type": "string",
                            "pattern": "^[0-9]{8}$",
                            "description": "AGS key; wins over what the note says",
                        },
                        "held_on": {
                            "type": "string",
                            "format": "date",
                            "description": "Day of the conference; wins over the note",
                        },
                        "redact": {
                            "type": "boolean",
                            "description": "Replace what is uncertain without asking",
                        },
                    },
                },
                "example": {
                    "file": "(bytes of Protokoll.docx)",
                    "municipality": "05754028",
                    "held_on": "2026-05-14",
                },
            }
        },
    }
}


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    response_model=schemas.NoteDetail,
    responses=documented(400, 403, 409, 413, 415, 422),
    openapi_extra=_UPLOAD,
)
def upload_note(
    context: InContext, new: Annotated[NewNote, Depends(read_upload)], response: Response
) -> NoteDetail:
    """Read, check and store a note, all of it or nothing.

    A note with personal data is refused (`personal_data`, with `findings`). Where the check is
    not sure, `confirmation_needed` comes with a `review`: the note waits, encrypted, until its
    questions are answered at `/api/drafts/{id}`. With `redact` all of it is replaced instead.
    """
    detail = notes.add_note(
        context.database,
        new,
        district=context.district,
        municipality=context.municipality,
        actor=context.principal.actor,
        now=datetime.now(UTC),
        lifetime=context.settings.draft_lifetime,
    )
    response.headers["Location"] = f"/api/notes/{detail.note.id}"
    return detail


@router.get("", response_model=schemas.NotePage, responses=documented(422))
def list_notes(context: InContext, offset: Offset = 0, limit: Limit = 50) -> Page[NoteView]:
    """List the notes, the latest conference first."""
    return notes.list_notes(
        context.database,
        district=context.district,
        municipality=context.municipality,
        offset=offset,
        limit=limit,
    )


@router.get("/{note_id}", response_model=schemas.NoteDetail, responses=documented(404, 422))
def show_note(context: InContext, note_id: UUID) -> NoteDetail:
    """Show a note with its statements."""
    return notes.get_note(
        context.database, note_id, district=context.district, municipality=context.municipality
    )


@router.get("/{note_id}/status", response_model=schemas.NoteStatus, responses=documented(404, 422))
def show_status(context: InContext, note_id: UUID) -> NoteStatus:
    """Show what became of a note, in numbers: whether a run has worked on it, and with what.

    Who may not read single statements is told of themes that are released.
    """
    return note_status(
        context.database,
        note_id,
        district=context.district,
        municipality=context.municipality,
        threshold=None if sees_everything(context) else reader_threshold(context),
        now=datetime.now(UTC),
    )


@router.delete(
    "/{note_id}", status_code=HTTPStatus.NO_CONTENT, responses=documented(403, 404, 409, 422)
)
def delete_note(
    context: InContext,
    note_id: UUID,
    response: Response,
    unnamed: Annotated[
        list[StableId],
        Query(max_length=MOST_NAMES, description="Themes that lose the names that people gave"),
    ] = [],  # noqa: B006 # never changed
    unsaid: Annotated[
        list[StableId],
        Query(
            max_length=MOST_NAMES,
            description="Themes that lose comments, and the reasons of resolutions",
        ),
    ] = [],  # noqa: B006 # never changed
) -> None:
    """Delete a note, its statements, their vectors and their places in themes.

    A theme goes with the last of its statements, a name that the program gave with the last
    statement that carries one of its words. `Location` is the receipt, which says what was
    removed, and what a search for its bytes found afterwards. What people wrote goes along
    only by people who may edit themes, and only about themes that the preview names.
    """
    if (unnamed or unsaid) and not context.may(Permission.THEMES_EDIT):
        raise NotAllowedError
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
    response.headers["Location"] = f"/api/deletions/{receipt}"
