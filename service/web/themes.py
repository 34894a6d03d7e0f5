"""The themes of today: all of them, one of them, and people's work on both."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response

from service.errors import (
    IncompleteDecisionError,
    NoRunYetError,
    PreconditionFailedError,
    ThemeNotFoundError,
)
from service.http.context import InContext  # FastAPI reads the annotations
from service.http.disclosure import only_for_everything, sees_everything
from service.http.problem import problem_of
from service.usecases import history, topics
from service.usecases.decisions import DecisionKind
from service.usecases.districts import list_municipalities
from service.usecases.overview import overview
from service.usecases.succession import heir
from service.usecases.taxonomy import field_titles
from service.web import released
from service.web.conflict import show_conflict
from service.web.format import sort_key
from service.web.forms import (
    DONE,
    REFUSALS,
    Action,
    Done,
    Happened,
    InForm,
    Target,
    Told,
    decide,
    lead_to,
)  # the same
from service.web.listed import AtPlace, Place, listed, words_of  # the same
from service.web.rendering import render
from service.web.steering import steering_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from service.http.context import Context
    from service.http.problem import Problem
    from service.usecases.standing import StandingTheme
    from service.usecases.views import MunicipalityCount
    from service.web.forms import Filled

router = APIRouter(prefix="/themen", default_response_class=HTMLResponse)

_SURE: Final = 0.5
"""From so sure a proposal on a theme is shown in its Handlungsfeld."""
_SMALL: Final = 2
"""Statements up to which a theme is folded away."""
_TWO: Final = 2

Chosen = Annotated[list[str], Query()]


@dataclass(frozen=True, slots=True)
class _Group:
    """The themes of a Handlungsfeld, the largest first; without a key those of none."""

    key: str
    title: str
    themes: tuple[StandingTheme, ...]


# --- All of them ------------------------------------------------------------------


@router.get("")
def list_themes(context: InContext) -> Response:
    """Show the themes of today by Handlungsfeld, or those that are released."""
    if not sees_everything(context):
        return released.list_themes(context)
    return _list(context)


@router.get("/zusammenlegen", dependencies=[Depends(only_for_everything)])
def ask_before_merging(context: InContext, thema: Chosen = []) -> Response:  # noqa: B006 - never changed
    """Ask which of the chosen themes stays."""
    return _merging(context, thema)


@router.post("/zusammenlegen", dependencies=[Depends(only_for_everything)])
def merge(context: InContext, filled: InForm) -> Response:
    """Merge themes and show the one that stays."""
    try:
        decide(context, filled)
    except PreconditionFailedError as error:
        return show_conflict(context, error, filled, address="/themen/zusammenlegen")
    except REFUSALS as error:
        return _merging(context, filled.themes, problem=problem_of(error), filled=filled)
    return lead_to(f"/themen/{filled.target}", Done.MERGED)


def _list(
    context: Context, *, problem: Problem | None = None, chosen: Sequence[str] = ()
) -> Response:
    try:
        now = topics.standing(context.database, district=context.district)
    except NoRunYetError:
        return render(context, "no_themes.html", wanted="themes")
    state = overview(context.database, district=context.district)
    shown = [theme for theme in now.themes if not theme.dismissed]
    return render(
        context,
        "themes.html",
        status=problem.status if problem else HTTPStatus.OK,
        now=now,
        groups=_groups(theme for theme in shown if theme.size > _SMALL),
        small=[theme for theme in shown if theme.size <= _SMALL],
        dismissed=[theme for theme in now.themes if theme.dismissed],
        fields=field_titles(),
        unfinished=state.unfinished,
        gone=state.gone,
        problem=problem,
        chosen=chosen,
    )


def _groups(themes: Iterable[StandingTheme]) -> list[_Group]:
    """Group themes by Handlungsfeld in the taxonomy's order, those of none last."""
    by_field: dict[str, list[StandingTheme]] = {key: [] for key in (*field_titles(), "")}
    for theme in themes:
        by_field[field_of(theme)].append(theme)
    return [
        _Group(key, field_titles().get(key, ""), tuple(held))
        for key, held in by_field.items()
        if held
    ]


def field_of(theme: StandingTheme) -> str:
    """Return the key of the field that people chose, else of a proposal that is sure enough."""
    sure = (field.key for field in theme.fields if field.certainty >= _SURE)
    return theme.field or next(sure, "")


def _merging(
    context: Context,
    ids: Sequence[str],
    *,
    problem: Problem | None = None,
    filled: Filled | None = None,
) -> Response:
    """Ask which theme stays, or say that two have to be chosen."""
    try:
        now = topics.standing(context.database, district=context.district)
    except NoRunYetError:
        return render(context, "no_themes.html", wanted="themes")
    chosen = [theme for theme in now.themes if theme.id in set(ids)]
    if len(chosen) < _TWO:
        error = IncompleteDecisionError(kind=DecisionKind.MERGE)
        return _list(context, problem=problem or problem_of(error), chosen=ids)
    first = {
        one.id: one
        for theme in chosen
        for one in topics.theme(context.database, theme.id, district=context.district).statements
    }
    return render(
        context,
        "merge.html",
        status=problem.status if problem else HTTPStatus.OK,
        themes=chosen,
        by_id=first,
        stays=filled.target if filled and filled.target else chosen[0].id,
        label=filled.label if filled else "",
        problem=problem,
    )


# --- One of them ------------------------------------------------------------------


@router.get("/{stable_id}")
def show_theme(
    context: InContext,
    stable_id: str,
    place: AtPlace,
    erfolg: Happened = Done.NOTHING,
    ziel: Target = "",
) -> Response:
    """Show a theme of today with its statements, or as it is released."""
    if not sees_everything(context):
        return released.show_theme(context, stable_id, erfolg, place.page)
    try:
        return _page(context, stable_id, place, Told(erfolg, ziel))
    except ThemeNotFoundError:
        into = heir(context.database, stable_id, district=context.district)
        if into is None:
            raise
        return lead_to(f"/themen/{into}", Done.LED_ON)


@router.post("/{stable_id}", dependencies=[Depends(only_for_everything)])
def change_theme(context: InContext, stable_id: str, place: AtPlace, filled: InForm) -> Response:
    """Do what a form on the page of a theme asks for, and show the theme again."""
    try:
        decision = decide(context, filled, stable_id)
    except PreconditionFailedError as error:
        return show_conflict(
            context, error, filled, address=f"/themen/{stable_id}", theme=stable_id
        )
    except REFUSALS as error:
        return _page(context, stable_id, place, Told(problem=problem_of(error), filled=filled))
    opened = decision.themes[-1].id if filled.action is Action.SPLIT else ""
    target = filled.target if filled.action is Action.MOVE else opened
    done = DONE[filled.action]
    if stands(context, stable_id):
        return lead_to(f"/themen/{stable_id}", done, target, **place.query)
    return lead_to(f"/themen/{target}" if target else "/themenspeicher", done)


def _page(
    context: Context,
    stable_id: str,
    place: Place,
    told: Told,
) -> Response:
    detail = topics.theme(context.database, stable_id, district=context.district)
    theme = detail.theme
    past = history.lineage(context.database, theme.run_id, district=context.district)
    now = topics.standing(context.database, district=context.district)
    return render(
        context,
        "theme.html",
        status=told.status,
        theme=theme,
        listed=listed(detail, place),
        words=words_of(theme),
        by_id={statement.id: statement for statement in detail.statements},
        silent=silent(context, theme.municipalities),
        fields=field_titles(),
        field=field_of(theme),
        labels=past.labels,
        first=all(link.previous is None for link in past.links),
        run=now.run,
        others=sorted_by_name(other for other in now.themes if other.id != theme.id),
        versions=" ".join(other.version for other in now.themes),
        done=told.done,
        target=next((other for other in now.themes if other.id == told.target), None),
        problem=told.problem,
        filled=told.filled,
        Action=Action,
        steering=steering_of(context, stable_id),
    )


def stands(context: Context, stable_id: str) -> bool:
    """Tell whether a theme is there today."""
    try:
        topics.theme(context.database, stable_id, district=context.district)
    except ThemeNotFoundError:
        return False
    return True


def silent(context: Context, speaking: Iterable[MunicipalityCount]) -> list[str]:
    """Return the names of the municipalities that are not ``speaking``, in their order."""
    heard = {count.municipality.ags for count in speaking}
    every = list_municipalities(context.database, district=context.district)
    return sorted((place.name for place in every if place.ags not in heard), key=sort_key)


def sorted_by_name(themes: Iterable[StandingTheme]) -> list[StandingTheme]:
    """Return themes as a list to choose from shows them."""
    return sorted(themes, key=lambda theme: sort_key(theme.label))
