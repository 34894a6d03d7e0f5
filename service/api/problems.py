"""Errors as ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

from datetime import datetime  # pydantic reads the annotations
from typing import TYPE_CHECKING, Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from service import catalogue
from service.api.reviews import ReviewBody, review_body

if TYPE_CHECKING:
    from service.errors import Change
    from service.http.problem import Problem
    from service.review import ShownFinding

MEDIA_TYPE = "application/problem+json"


class FindingBody(BaseModel):
    """Personal data that the gate found, in its surroundings."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "email",
                    "name": "E-Mail-Adresse",
                    "reason": "Eine E-Mail-Adresse gehört zu einer bestimmten Person.",
                    "rule": "form",
                    "rule_reason": "",
                    "tier": "refuse",
                    "place": "text",
                    "start": 17,
                    "end": 34,
                    "before": "Rückfragen an: ",
                    "match": "name@beispiel.org",
                    "after": " bis Freitag",
                }
            ]
        }
    )

    type: str = Field(description="Kind of data, a stable name")
    name: str = Field(description="Kind of data, in German")
    reason: str = Field(description="Why it is personal data, in German")
    rule: str = Field(description="How it was recognised, a stable name")
    rule_reason: str = Field(description="How it was recognised, in German, or empty")
    tier: str = Field(description="`refuse` is certain, `confirm` needs a person's eye")
    place: str = Field(description="`text`, `filename` or `metadata:<key>`")
    start: int = Field(description="First code point in that place")
    end: int = Field(description="First code point after it")
    before: str = Field(description="Up to 40 code points in front of it")
    match: str = Field(description="The finding itself")
    after: str = Field(description="Up to 40 code points behind it")


class ChangeBody(BaseModel):
    """What somebody else did meanwhile."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "about": "T-2026-014",
                    "at": "2026-11-20T09:00:00Z",
                    "action": "decision.taken",
                    "what": "Umbenannt",
                    "by": "a.muster (Koordination)",
                }
            ]
        }
    )

    about: str = Field(description="The theme, the decision or the account, by its id")
    at: datetime = Field(description="When")
    action: str = Field(description="What, as the audit log calls it, or `run.done`")
    what: str = Field(description="What, in German")
    by: str = Field(description="Who, in German, or empty")


class ProblemBody(BaseModel):
    """What is wrong (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:themenradar:problem:note_not_found",
                    "title": "Protokoll nicht gefunden",
                    "status": 404,
                    "detail": "Dieses Protokoll gibt es nicht oder nicht mehr. "
                    "Bitte wählen Sie eines aus der Liste.",
                    "code": "note_not_found",
                }
            ]
        }
    )

    type: str = Field(description="Stable URN of the error")
    title: str = Field(description="A few German words, the same for every such error")
    status: int = Field(description="HTTP status", ge=400, le=599)
    detail: str = Field(description="German sentence: what is wrong and what to do")
    code: str = Field(description="Stable name of the error")
    findings: list[FindingBody] | None = Field(
        default=None,
        description="What the gate found, the certain first; only where it stops a note",
    )
    found: int | None = Field(
        default=None, description="Number of all findings; `findings` shows the first 200"
    )
    review: ReviewBody | None = Field(
        default=None, description="What a person has to answer before the note is stored"
    )
    changes: list[ChangeBody] | None = Field(
        default=None, description="412: what happened since the version in `If-Match`, in order"
    )
    versions: dict[str, str] | None = Field(
        default=None, description="412: the present versions; what is gone has none"
    )


def respond(problem: Problem) -> JSONResponse:
    """Return the answer for a problem."""
    body = ProblemBody(
        type=f"urn:themenradar:problem:{problem.code}",
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        code=problem.code,
        findings=[_finding(finding) for finding in problem.findings] or None,
        found=problem.found or None,
        review=review_body(problem.review) if problem.review else None,
        changes=[_change(change) for change in problem.changes] or None,
        versions=dict(problem.versions) or None,
    )
    return JSONResponse(
        body.model_dump(mode="json", exclude_none=True),
        status_code=problem.status,
        headers=dict(problem.headers),
        media_type=MEDIA_TYPE,
    )


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the problems of a route for OpenAPI."""
    schema = {"$ref": "#/components/schemas/ProblemBody"}
    return {
        status: {
            "description": "Problem",
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in statuses
    }


def tagged(status: int) -> dict[int | str, dict[str, Any]]:
    """Return for OpenAPI that an answer carries the version of what it shows."""
    header = {"description": "Version, for `If-Match`", "schema": {"type": "string"}}
    return {status: {"headers": {"ETag": header}}}


def _change(change: Change) -> ChangeBody:
    return ChangeBody(
        about=change.about,
        at=change.at,
        action=change.action,
        what=catalogue.changed(change.action, change.kind),
        by=catalogue.actor(change.actor, name=change.name, role=change.role),
    )


def _finding(finding: ShownFinding) -> FindingBody:
    kind = catalogue.FINDINGS[finding.type]
    return FindingBody(
        type=finding.type,
        name=kind.title,
        reason=kind.sentence,
        rule=finding.rule,
        rule_reason=catalogue.RULES[finding.rule],
        tier=finding.tier,
        place=finding.place,
        start=finding.start,
        end=finding.end,
        before=finding.before,
        match=finding.match,
        after=finding.after,
    )
