"""Forms about themes: what a person filled in, as a decision, and what it led to.

Every page sends the same few fields; the button that was pressed says what is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from python_multipart.multipart import parse_options_header

from service.errors import DecisionError, InvalidInputError, MediaTypeError, NotFoundError
from service.usecases import decisions
from service.usecases.decisions import DecisionKind, NewDecision
from service.usecases.versions import Seen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import FormData

    from service.http.context import Context
    from service.http.problem import Problem
    from service.usecases.standing import DecisionView

REFUSALS: Final = (DecisionError, NotFoundError)
"""Errors that are told at the form."""
_MOST_FIELDS: Final = 4000


class Action(StrEnum):
    """What a form asks for; the value is that of its button."""

    RENAME = "umbenennen"
    FIELD = "handlungsfeld"
    DISMISS = "thema-zurueckstellen"
    SPLIT = "abtrennen"
    MOVE = "verschieben"
    ASIDE = "aussagen-zurueckstellen"
    MERGE = "zusammenlegen"
    PIN = "bilden"


class Done(StrEnum):
    """What was done, as the address of the next page says it."""

    NOTHING = ""
    RENAMED = "umbenannt"
    FIELD = "handlungsfeld"
    DISMISSED = "thema-zurueckgestellt"
    SPLIT = "abgetrennt"
    MOVED = "verschoben"
    ASIDE = "aussagen-zurueckgestellt"
    MERGED = "zusammengelegt"
    PINNED = "gebildet"
    WITHDRAWN = "zurueckgenommen"
    LED_ON = "aufgegangen"
    RESOLVED = "beschlossen"
    COMMENTED = "kommentiert"
    UNCOMMENTED = "kommentar-zurueckgenommen"


DONE: Final[Mapping[Action, Done]] = MappingProxyType(
    {
        Action.RENAME: Done.RENAMED,
        Action.FIELD: Done.FIELD,
        Action.DISMISS: Done.DISMISSED,
        Action.SPLIT: Done.SPLIT,
        Action.MOVE: Done.MOVED,
        Action.ASIDE: Done.ASIDE,
        Action.MERGE: Done.MERGED,
        Action.PIN: Done.PINNED,
    }
)
_KINDS: Final[Mapping[Action, DecisionKind]] = MappingProxyType(
    {
        Action.RENAME: DecisionKind.RENAME,
        Action.FIELD: DecisionKind.FIELD,
        Action.DISMISS: DecisionKind.DISMISS,
        Action.SPLIT: DecisionKind.SPLIT,
        Action.MOVE: DecisionKind.MOVE,
        Action.ASIDE: DecisionKind.DISMISS,
        Action.MERGE: DecisionKind.MERGE,
        Action.PIN: DecisionKind.PIN,
    }
)
_LABELLED: Final = {Action.RENAME, Action.SPLIT, Action.MERGE, Action.PIN}
_ABOUT_STATEMENTS: Final = {Action.SPLIT, Action.MOVE, Action.ASIDE, Action.PIN}
_ABOUT_THE_THEME: Final = {Action.RENAME, Action.FIELD, Action.DISMISS, Action.SPLIT}

Happened = Annotated[Done, Query()]
"""The type of a parameter that says what was just done."""
Target = Annotated[str, Query(pattern=r"^(T-\d{4}-\d{3,9})?$")]
"""The type of a parameter that names the theme which that led to."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in.

    Attributes:
        action: The button.
        themes: Stable ids that were chosen.
        statements: Statements that were chosen.
        label: A name, as it was typed.
        field: Key of a Handlungsfeld, or empty.
        target: Stable id of the theme to move to, or that stays; or empty.
        no_person: Whether it says that the name means no person.
        versions: Of the themes as the page showed them.
    """

    action: Action
    themes: tuple[str, ...]
    statements: tuple[UUID, ...]
    label: str
    field: str
    target: str
    no_person: bool = False
    versions: frozenset[str] = frozenset()

    def decision(self, theme: str = "") -> NewDecision:
        """Return what is wanted; ``theme`` is that whose page the form is on."""
        about = (theme,) if self.action in _ABOUT_THE_THEME else (self.target, *self.themes)
        aside = self.action in {Action.ASIDE, Action.PIN}
        return NewDecision(
            kind=_KINDS[self.action],
            themes=() if aside else tuple(filter(None, about)),
            statements=self.statements if self.action in _ABOUT_STATEMENTS else (),
            label=self.label if self.action in _LABELLED else "",
            field=self.field if self.action is Action.FIELD else "",
            no_person=self.no_person,
        )


async def _filled(request: Request) -> Filled:
    """Read a form in memory only.

    Raises:
        MediaTypeError: The body is no form, or one with files, which would go to the disk.
        InvalidInputError: It asks for what there is not.
    """
    kind, _ = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"application/x-www-form-urlencoded":
        raise MediaTypeError
    form = await request.form(max_fields=_MOST_FIELDS)
    try:
        return _read(form)
    except ValueError as error:
        raise InvalidInputError(fields="Auswahl") from error


def _read(form: FormData) -> Filled:
    """Return what a form says.

    Raises:
        ValueError: An action or a statement is none.
    """
    versions = frozenset(str(form.get("versions", "")).split())
    if "put" in form:  # one statement, by the button beside it
        statement, _, target = str(form["put"]).partition(" ")
        return Filled(Action.MOVE, (), (UUID(statement),), "", "", target, versions=versions)
    return Filled(
        action=Action(str(form.get("action"))),
        themes=tuple(map(str, form.getlist("themes"))),
        statements=tuple(UUID(str(one)) for one in form.getlist("statements")),
        label=str(form.get("label", "")),
        field=str(form.get("field", "")),
        target=str(form.get("target", "")),
        no_person="no_person" in form,
        versions=versions,
    )


InForm = Annotated[Filled, Depends(_filled)]
"""The type of a parameter that takes a filled form."""


def decide(context: Context, filled: Filled, theme: str = "") -> DecisionView:
    """Take the decision that a form asks for; ``theme`` is that whose page it is on.

    Raises:
        PreconditionFailedError: A theme is not any more what the page showed.
        DecisionError: It cannot be taken as it is.
        NotFoundError: It is about something that is not there.
    """
    return decisions.decide(
        context.database,
        filled.decision(theme),
        district=context.district,
        actor=context.principal.actor,
        now=datetime.now(UTC),
        seen=Seen(filled.versions),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells of the form that led to it: what was done, or why nothing was.

    Attributes:
        done: What was done.
        target: Id of the theme to which that led, if any.
        problem: Why nothing was done.
        filled: What was filled in then.
    """

    done: Done = Done.NOTHING
    target: str = ""
    problem: Problem | None = None
    filled: Filled | None = None

    @property
    def status(self) -> HTTPStatus:
        """The status of the page."""
        return self.problem.status if self.problem else HTTPStatus.OK


def lead_to(path: str, done: Done, target: str = "", **place: str | int) -> Response:
    """Lead to a place on a page, which says what was done, and to which theme that led."""
    query = {**place, "erfolg": done} | ({"ziel": target} if target else {})
    return RedirectResponse(f"{path}?{urlencode(query)}", status_code=HTTPStatus.SEE_OTHER)
