"""Themes: those of a run, one of them, and the map."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.http.context import InContext  # the same
from service.usecases import runs, themes
from service.usecases.districts import list_municipalities
from service.web.format import sort_key
from service.web.plot import HEIGHT, LARGEST, WIDTH, mark, plot
from service.web.rendering import render

if TYPE_CHECKING:
    from service.usecases.views import MapView, PlacedStatement, RunView, ThemeDetail

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/themen")
def show_latest_themes(context: InContext) -> HTMLResponse:
    """Show the themes of the latest run that is done."""
    run = runs.latest_done_run(context.database, district=context.district)
    return _themes(context, run) if run else render(context, "no_themes.html", wanted="themes")


@router.get("/auswertungen/{run_id:uuid}/themen")
def show_themes(context: InContext, run_id: UUID) -> HTMLResponse:
    """Show the themes of a run."""
    return _themes(context, runs.get_run(context.database, run_id, district=context.district))


@router.get("/themen/{theme_id:uuid}")
def show_theme(context: InContext, theme_id: UUID) -> HTMLResponse:
    """Show a theme with its statements."""
    detail = themes.theme(context.database, theme_id, district=context.district)
    run = runs.get_run(context.database, detail.theme.run_id, district=context.district)
    texts = {statement.id: statement for statement in detail.statements}
    return render(
        context,
        "theme.html",
        run=run,
        theme=detail.theme,
        statements=detail.statements,
        representatives=_representatives(detail),
        by_id=texts,
        silent=_silent(context, detail),
    )


@router.get("/karte")
def show_latest_map(context: InContext) -> HTMLResponse:
    """Show the map of the latest run that is done."""
    run = runs.latest_done_run(context.database, district=context.district)
    return _map(context, run) if run else render(context, "no_themes.html", wanted="map")


@router.get("/auswertungen/{run_id:uuid}/karte")
def show_map(context: InContext, run_id: UUID) -> HTMLResponse:
    """Show the map of a run."""
    return _map(context, runs.get_run(context.database, run_id, district=context.district))


def _themes(context: InContext, run: RunView) -> HTMLResponse:
    view = themes.map_of_run(context.database, run.id, district=context.district)
    return render(
        context, "themes.html", run=run, themes=view.themes, stored=_by_municipality(view)
    )


def _by_municipality(view: MapView) -> list[PlacedStatement]:
    """Return the statements that are not bundled, by municipality and day."""
    stored = (statement for statement in view.statements if statement.theme_id is None)
    return sorted(stored, key=lambda item: (sort_key(item.municipality.name), item.held_on))


def _representatives(detail: ThemeDetail) -> list[PlacedStatement]:
    by_text = {statement.text: statement for statement in detail.statements}
    return [by_text[text] for text in detail.theme.representatives]


def _silent(context: InContext, detail: ThemeDetail) -> list[str]:
    """Return the municipalities without a statement in a theme, in their order."""
    speaking = {count.municipality.ags for count in detail.theme.municipalities}
    every = list_municipalities(context.database, district=context.district)
    return sorted((place.name for place in every if place.ags not in speaking), key=sort_key)


def _map(context: InContext, run: RunView) -> HTMLResponse:
    view = themes.map_of_run(context.database, run.id, district=context.district)
    drawn = len(view.statements) <= LARGEST
    return render(
        context,
        "map.html",
        run=run,
        view=view,
        by_id={theme.id: theme for theme in view.themes},
        plot=plot(view) if drawn else None,
        mark=mark,
        width=WIDTH,
        height=HEIGHT,
    )
