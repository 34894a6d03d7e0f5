"""Why a change is not made: somebody else was faster, or nobody says what they have seen."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from service.errors.root import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to an object since somebody looked at it.

    Attributes:
        about: The object: the id of a theme, a decision or an account.
        at: When.
        action: What, as the audit log calls it; ``run.done`` for a new run.
        kind: Of a decision or a resolution: what was decided.
        actor: Who, as the audit log knows them; empty where it was not kept.
        name: What the account or token is called; empty where there is none.
        role: The role of the account.
    """

    about: str
    at: datetime
    action: str
    kind: str = ""
    actor: str = ""
    name: str = ""
    role: str = ""


class VersionError(ServiceError):
    """What shall be changed may not be what somebody has seen."""

    code = "version"
    status = HTTPStatus.PRECONDITION_FAILED


class PreconditionRequiredError(VersionError):
    """Nobody says which version they have seen."""

    code = "version_required"
    status = HTTPStatus.PRECONDITION_REQUIRED


class PreconditionFailedError(VersionError):
    """Somebody else has changed it since.

    Args:
        changes: What happened since, the latest last.
        versions: The present versions by object; one that is gone has none.
    """

    code = "version_old"

    def __init__(self, changes: tuple[Change, ...], *, versions: Mapping[str, str]) -> None:
        super().__init__()
        self.changes = changes
        self.versions = versions
