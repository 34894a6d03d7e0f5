"""For every route that changes something: a request that succeeds, and what is recorded of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from service.access.roles import Role
from service.usecases.audit import Action
from tests.service.api.stage import (
    MUNICIPALITY,
    Call,
    Case,
    Stage,
    register,
    word,
)
from tests.service.helpers import note
from tests.service.web.examples import COURSES, DOCTORS
from tests.service.web.test_themes import held, versions

if TYPE_CHECKING:
    from collections.abc import Mapping


CASES: dict[str, Case] = {}
case = partial(register, CASES)


# --- Notes and drafts -------------------------------------------------------------


@case("POST /api/notes", Action.NOTE_ADDED)
def _(stage: Stage) -> Call:
    del stage
    return Call("/api/notes", {"files": {"file": ("a.txt", note(extra=f"- Es fehlt {word()}."))}})


@case("POST /protokolle/hochladen", Action.NOTE_ADDED)
def _(stage: Stage) -> Call:
    return replace(CASES["POST /api/notes"].make(stage), path="/protokolle/hochladen")


@case("POST /api/drafts/{draft_id}", Action.DRAFT_ANSWERED, Action.NOTE_ADDED)
def _(stage: Stage) -> Call:
    review = stage.review()
    answers = [{"key": one["key"], "keep": None} for one in review["questions"]]
    body = {"secret": review["secret"], "answers": answers}
    return Call(f"/api/drafts/{review['draft']}", {"json": body})


@case("DELETE /api/drafts/{draft_id}", Action.DRAFT_DISCARDED)
def _(stage: Stage) -> Call:
    review = stage.review()
    return Call(f"/api/drafts/{review['draft']}", {"headers": {"Draft-Secret": review["secret"]}})


@case("POST /protokolle/entwuerfe/{draft_id}", Action.DRAFT_ANSWERED, Action.NOTE_ADDED)
def _(stage: Stage) -> Call:
    review = stage.review()
    answers = {one["key"]: "replace" for one in review["questions"]}
    return Call(_page_of(stage, review), {"data": answers})


@case("POST /protokolle/entwuerfe/{draft_id}/verwerfen", Action.DRAFT_DISCARDED)
def _(stage: Stage) -> Call:
    return Call(f"{_page_of(stage, stage.review())}/verwerfen")


def _page_of(stage: Stage, review: Mapping[str, Any]) -> str:
    """Give the browser the key of a draft; return the draft's address."""
    stage.client.cookies.set(f"entwurf-{review['draft']}", review["secret"])
    return f"/protokolle/entwuerfe/{review['draft']}"


_ONE_NOTE = (Action.DELETION_ORDERED, Action.NOTE_DELETED, Action.DELETION_FINISHED)


@case("DELETE /api/notes/{note_id}", *_ONE_NOTE)
def _(stage: Stage) -> Call:
    return Call(f"/api/notes/{stage.note()}")


@case("POST /protokolle/{note_id}/loeschen", *_ONE_NOTE)
def _(stage: Stage) -> Call:
    return Call(f"/protokolle/{stage.note()}/loeschen")


@case("POST /api/deletions", Action.DELETION_ORDERED)
def _(stage: Stage) -> Call:
    return Call("/api/deletions", {"json": _confirmed(stage)})


@case("POST /loeschungen/anordnen", Action.DELETION_ORDERED)
def _(stage: Stage) -> Call:
    return Call("/loeschungen/anordnen", {"data": _confirmed(stage)})


def _confirmed(stage: Stage) -> dict[str, str]:
    """Look what would be deleted; return the order."""
    stage.note()
    wanted = {"kind": "municipality", "municipality": MUNICIPALITY}
    shown = stage.client.get("/api/deletions/preview", params=wanted).json()
    return {**wanted, "confirmation": shown["confirmation"]}


# --- Runs -------------------------------------------------------------------------


@case("POST /api/runs", Action.RUN_REQUESTED)
def _(stage: Stage) -> Call:
    stage.note()
    return Call("/api/runs")


@case("POST /auswertungen", Action.RUN_REQUESTED)
def _(stage: Stage) -> Call:
    stage.note()
    return Call("/auswertungen")


@case("POST /api/runs/{run_id}/cancel", Action.RUN_CANCELLED)
def _(stage: Stage) -> Call:
    return Call(f"/api/runs/{stage.run()}/cancel")


@case("POST /auswertungen/{run_id}/abbrechen", Action.RUN_CANCELLED)
def _(stage: Stage) -> Call:
    return Call(f"/auswertungen/{stage.run()}/abbrechen")


@case("POST /api/runs/{run_id}/retry", Action.RUN_REQUESTED)
def _(stage: Stage) -> Call:
    return Call(f"/api/runs/{stage.failed_run()}/retry")


@case("POST /auswertungen/{run_id}/wiederholen", Action.RUN_REQUESTED)
def _(stage: Stage) -> Call:
    return Call(f"/auswertungen/{stage.failed_run()}/wiederholen")


# --- Themes -----------------------------------------------------------------------


@case("POST /api/decisions", Action.DECISION_TAKEN)
def _(stage: Stage) -> Call:
    del stage
    wanted = {"kind": "rename", "themes": [COURSES], "label": "Kurse"}
    return Call("/api/decisions", {"json": wanted, "headers": {"If-Match": "*"}})


@case("DELETE /api/decisions/{decision_id}", Action.DECISION_WITHDRAWN)
def _(stage: Stage) -> Call:
    taken = stage.decision()
    headers = {"If-Match": f'"{taken["version"]}"'}
    return Call(f"/api/decisions/{taken['id']}", {"headers": headers})


@case("POST /entscheidungen/{decision_id}/zuruecknehmen", Action.DECISION_WITHDRAWN)
def _(stage: Stage) -> Call:
    taken = stage.decision()
    path = f"/entscheidungen/{taken['id']}/zuruecknehmen"
    return Call(path, {"data": {"version": taken["version"]}})


def _form(stage: Stage, action: str, **fields: object) -> dict[str, Any]:
    return {"data": {"action": action, "versions": versions(stage.client), **fields}}


@case("POST /themen/{stable_id}", Action.DECISION_TAKEN)
def _(stage: Stage) -> Call:
    return Call(f"/themen/{COURSES}", _form(stage, "umbenennen", label="Kurse"))


@case("POST /themen/zusammenlegen", Action.DECISION_TAKEN, Action.DECISION_TAKEN)
def _(stage: Stage) -> Call:
    fields = {"themes": [COURSES, DOCTORS], "target": COURSES, "label": "Beides"}
    return Call("/themen/zusammenlegen", _form(stage, "zusammenlegen", **fields))


@case("POST /themenspeicher", Action.DECISION_TAKEN)
def _(stage: Stage) -> Call:
    chosen = held(stage.client, "/themenspeicher")[:1]
    return Call("/themenspeicher", _form(stage, "aussagen-zurueckstellen", statements=chosen))


# --- What the Lenkungsgruppe says about them --------------------------------------

_group = partial(case, role=Role.LENKUNGSGRUPPE)
_SAID = {"text": "Das betrifft auch andere Gemeinden."}
_RESOLVED = {"state": "adopted", "decided_on": "2026-06-01", "reason": "So ist es gut."}


@_group("POST /api/themes/current/{stable_id}/comments", Action.COMMENT_WRITTEN)
def _(stage: Stage) -> Call:
    del stage
    return Call(f"/api/themes/current/{COURSES}/comments", {"json": _SAID})


@_group("POST /themen/{stable_id}/kommentare", Action.COMMENT_WRITTEN)
def _(stage: Stage) -> Call:
    del stage
    return Call(f"/themen/{COURSES}/kommentare", {"data": _SAID})


@_group("DELETE /api/themes/current/{stable_id}/comments/{comment_id}", Action.COMMENT_WITHDRAWN)
def _(stage: Stage) -> Call:
    return Call(f"/api/themes/current/{COURSES}/comments/{_comment(stage)}")


@_group("POST /themen/{stable_id}/kommentare/{comment_id}/zuruecknehmen", Action.COMMENT_WITHDRAWN)
def _(stage: Stage) -> Call:
    return Call(f"/themen/{COURSES}/kommentare/{_comment(stage)}/zuruecknehmen")


def _comment(stage: Stage) -> str:
    """Write a comment; return its id."""
    path = f"/api/themes/current/{COURSES}/comments"
    return str(stage.client.post(path, json=_SAID).json()["id"])


@_group("POST /api/themes/current/{stable_id}/resolutions", Action.RESOLUTION_RECORDED)
def _(stage: Stage) -> Call:
    del stage
    sent = {"json": _RESOLVED, "headers": {"If-Match": "*"}}
    return Call(f"/api/themes/current/{COURSES}/resolutions", sent)


@_group("POST /themen/{stable_id}/beschluesse", Action.RESOLUTION_RECORDED)
def _(stage: Stage) -> Call:
    found = stage.client.get(f"/api/themes/current/{COURSES}/resolutions").json()
    fields = {**_RESOLVED, "version": found["version"]}
    return Call(f"/themen/{COURSES}/beschluesse", {"data": fields})
