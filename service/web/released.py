"""The pages of those who see no single statements: what is released, and nothing to change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from service.disclosure.audience import Audience
from service.errors import NoRunYetError
from service.http.disclosure import reader_of
from service.usecases.decisions import DecisionKind
from service.usecases.released import released_decisions, released_theme, released_themes
from service.usecases.taxonomy import field_titles
from service.web.paging import paged, paging
from service.web.rendering import render
from service.web.steering import steering_of

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse

    from service.http.context import Context
    from service.usecases.released_views import ReleasedTheme, ReleasedThemes
    from service.web.forms import Done


@dataclass(frozen=True, slots=True)
class _Group:
    """The themes of a Handlungsfeld, the largest first; without a title those of none."""

    title: str
    themes: tuple[ReleasedTheme, ...]


def show_start(context: Context) -> HTMLResponse:
    """Show at a glance what is released, and what to do next."""
    return render(context, "released_start.html", now=_now(context))


def list_themes(context: Context) -> HTMLResponse:
    """Show the released themes by Handlungsfeld."""
    now = _now(context)
    return render(
        context,
        "released_themes.html",
        now=now,
        groups=_groups(now) if now else [],
        threshold=reader_of(context).threshold,
    )


def show_theme(context: Context, stable_id: str, done: Done, page: int) -> HTMLResponse:
    """Show a released theme, with a page of its statements and what was just ``done`` with it."""
    reader = reader_of(context)
    detail = released_theme(context.database, stable_id, reader, now=datetime.now(UTC))
    return render(
        context,
        "released_theme.html",
        theme=detail.theme,
        detail=detail,
        statements=paged(detail.statements or (), page),
        wording=reader.audience is Audience.WORDING,
        fields=field_titles(),
        steering=steering_of(context, stable_id),
        done=done,
    )


def list_decisions(context: Context, page: int) -> HTMLResponse:
    """List the decisions about released themes."""
    found = paging(
        page,
        lambda offset, limit: released_decisions(
            context.database,
            reader_of(context),
            now=datetime.now(UTC),
            offset=offset,
            limit=limit,
        ),
    )
    return render(
        context,
        "released_decisions.html",
        decisions=found,
        fields=field_titles(),
        DecisionKind=DecisionKind,
    )


def _now(context: Context) -> ReleasedThemes | None:
    try:
        return released_themes(context.database, reader_of(context), now=datetime.now(UTC))
    except NoRunYetError:
        return None


def _groups(now: ReleasedThemes) -> list[_Group]:
    """Group themes in the taxonomy's order, those of no Handlungsfeld last."""
    titles = {**field_titles(), "": ""}
    groups = (
        _Group(title, tuple(theme for theme in now.themes if theme.field == key))
        for key, title in titles.items()
    )
    return [group for group in groups if group.themes]
