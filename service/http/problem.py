"""Problems: what the service answers when something is wrong (RFC 9457)."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from nlp.errors import ModelError, NlpError
from service import catalogue
from service.errors import (
    BadRequestError,
    ConfirmationError,
    InvalidInputError,
    MediaTypeError,
    MethodNotAllowedError,
    PageNotFoundError,
    PersonalDataError,
    PreconditionFailedError,
    ServiceError,
    UnansweredError,
    UnexpectedError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.errors import Change
    from service.review import Review, ShownFinding

_STATUS: Mapping[str, HTTPStatus] = {
    "unknown_format": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "wrong_extension": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "limit_bytes": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}
_OF_FRAMEWORK: Mapping[int, type[ServiceError]] = {
    HTTPStatus.NOT_FOUND: PageNotFoundError,
    HTTPStatus.METHOD_NOT_ALLOWED: MethodNotAllowedError,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: MediaTypeError,
}
_JSON_WANTED = {"model_attributes_type", "dict_type"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, for users and for programs.

    Attributes:
        status: HTTP status.
        code: Stable name of the error.
        title: A few German words, the same for every error of the code.
        detail: German sentence: what exactly, and what to do.
        findings: What the gate found, for the uploader only; of many the first.
        found: Number of all that it found.
        review: What a person has to answer, for the uploader only.
        changes: What others did since a version that somebody has seen.
        versions: The present versions of what they changed.
        headers: HTTP headers that belong to the answer.
    """

    status: HTTPStatus
    code: str
    title: str
    detail: str
    findings: tuple[ShownFinding, ...] = ()
    found: int = 0
    review: Review | None = None
    changes: tuple[Change, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def problem_of(error: Exception) -> Problem:
    """Return the problem that an error is for users; an unknown one tells nothing."""
    if isinstance(error, RequestValidationError):
        return problem_of(_invalid(error))
    if isinstance(error, HTTPException):
        return _of_framework(error)
    if not isinstance(error, ServiceError | NlpError):
        return problem_of(UnexpectedError())
    message = catalogue.message(error.code, error.params)
    refused = error if isinstance(error, PersonalDataError) else None
    old = error if isinstance(error, PreconditionFailedError) else None
    asking = error if isinstance(error, ConfirmationError | UnansweredError) else None
    return Problem(
        status=_status(error),
        code=error.code,
        title=message.title,
        detail=message.sentence,
        findings=refused.findings if refused else (),
        found=refused.count if refused else 0,
        review=asking.review if asking else None,
        changes=old.changes if old else (),
        versions=old.versions if old else {},
        headers=error.headers if isinstance(error, ServiceError) else {},
    )


def _status(error: ServiceError | NlpError) -> HTTPStatus:
    if isinstance(error, ServiceError):
        return error.status
    if isinstance(error, ModelError):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return _STATUS.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY)


def _invalid(error: RequestValidationError) -> ServiceError:
    """Name the fields, never their values: these may be text of a note."""
    errors = error.errors()
    if any(item["type"] == "json_invalid" for item in errors):
        return BadRequestError()
    if any(item["type"] in _JSON_WANTED and item["loc"] == ("body",) for item in errors):
        return MediaTypeError()
    return InvalidInputError(fields=", ".join(sorted({_field(item) for item in errors})))


def _field(item: Mapping[str, Any]) -> str:
    known = len(item["loc"]) > 1 and item["type"] != "extra_forbidden"  # names of ours only
    return str(item["loc"][-1]) if known else "body"


def _of_framework(error: HTTPException) -> Problem:
    if isinstance(error.__cause__, ServiceError | NlpError):  # ours, met while it read the body
        return problem_of(error.__cause__)
    kind = _OF_FRAMEWORK.get(error.status_code, BadRequestError)
    known = problem_of(kind())
    return Problem(
        status=known.status,
        code=known.code,
        title=known.title,
        detail=known.detail,
        headers=dict(error.headers or {}),
    )
