"""The record of a run: its themes, one of them, its map, and what became of those before."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from uuid import UUID  # FastAPI reads the annotations

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from nlp.themes.lineage import Kind
from service import catalogue
from service.http.context import InContext  # the same
from service.http.disclosure import only_for_everything
from service.usecases import history, runs, themes, topics
from service.web.format import sort_key
from service.web.paging import PageNumber, paged  # the same
from service.web.plot import HEIGHT, LARGEST, WIDTH, mark, plot
from service.web.rendering import render
from service.web.themes import silent, stands

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from nlp.themes.lineage import Link
    from service.usecases.views import (
        MapView,
        PlacedStatement,
        RunView,
        ThemeDetail,
    )

router = APIRouter(
    default_response_class=HTMLResponse, dependencies=[Depends(only_for_everything)]
)


@router.get("/auswertungen/{run_id:uuid}/themen")
def show_themes(context: InContext, run_id: UUID) -> HTMLResponse:
    """Show the themes of a run."""
    return _themes(context, runs.get_run(context.database, run_id, district=context.district))


@router.get("/themen/{theme_id:uuid}")
def show_theme(context: InContext, theme_id: UUID, seite: PageNumber = 1) -> HTMLResponse:
    """Show a theme with its statements."""
    detail = themes.theme(context.database, theme_id, district=context.district)
    run = runs.get_run(context.database, detail.theme.run_id, district=context.district)
    texts = {statement.id: statement for statement in detail.statements}
    return render(
        context,
        "record.html",
        run=run,
        theme=detail.theme,
        statements=paged(detail.statements, seite),
        representatives=_representatives(detail),
        by_id=texts,
        silent=silent(context, detail.theme.municipalities),
        standing=stands(context, detail.theme.stable_id),
    )


@router.get("/auswertungen/{run_id:uuid}/veraenderungen")
def show_lineage(context: InContext, run_id: UUID) -> HTMLResponse:
    """Show what became of the themes of the run before."""
    view = history.lineage(context.database, run_id, district=context.district)
    by_kind = {kind: _together(view.links, kind) for kind in catalogue.LINEAGE}
    return render(context, "lineage.html", run=view.run, by_kind=by_kind, labels=view.labels)


@router.get("/karte")
def show_latest_map(context: InContext) -> HTMLResponse:
    """Show the map of the latest run that is done."""
    run = runs.latest_done_run(context.database, district=context.district)
    if run is None:
        return render(context, "no_themes.html", wanted="map")
    now = topics.standing(context.database, district=context.district)
    return _map(context, run, today=frozenset(theme.id for theme in now.themes))


@router.get("/auswertungen/{run_id:uuid}/karte")
def show_map(context: InContext, run_id: UUID) -> HTMLResponse:
    """Show the map of a run."""
    return _map(context, runs.get_run(context.database, run_id, district=context.district))


def _themes(context: InContext, run: RunView) -> HTMLResponse:
    view = themes.map_of_run(context.database, run.id, district=context.district)
    return render(
        context, "records.html", run=run, themes=view.themes, stored=_by_municipality(view)
    )


def _by_municipality(view: MapView) -> list[PlacedStatement]:
    """Return the statements that are not bundled, by municipality and day."""
    stored = (statement for statement in view.statements if statement.theme_id is None)
    return sorted(stored, key=lambda item: (sort_key(item.municipality.name), item.held_on))


def _representatives(detail: ThemeDetail) -> list[PlacedStatement]:
    by_text = {statement.text: statement for statement in detail.statements}
    return [by_text[text] for text in detail.theme.representatives]


def _together(links: Iterable[Link], kind: Kind) -> list[list[Link]]:
    """Return the links of a kind: those of one split, or of one merge, together."""
    groups: dict[str | None, list[Link]] = defaultdict(list)
    for link in links:
        if link.kind is kind:
            groups[link.previous if kind in {Kind.SPLIT, Kind.RETIRED} else link.current].append(
                link
            )
    return list(groups.values())


def _map(
    context: InContext, run: RunView, *, today: Collection[str] = frozenset()
) -> HTMLResponse:
    """Show the map of a run, whose numbers lead to the themes of ``today`` or to its record."""
    view = themes.map_of_run(context.database, run.id, district=context.district)
    drawn = len(view.statements) <= LARGEST
    return render(
        context,
        "map.html",
        run=run,
        view=view,
        address={
            theme.id: theme.stable_id if theme.stable_id in today else theme.id
            for theme in view.themes
        },
        plot=plot(view) if drawn else None,
        mark=mark,
        width=WIDTH,
        height=HEIGHT,
    )
