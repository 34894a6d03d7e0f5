"""When two people change a theme at once, or what was resolved about it.

What it is now, what was wanted, and the choice.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from service.http.problem import problem_of
from service.usecases import topics
from service.usecases.taxonomy import field_titles
from service.web.forms import Action
from service.web.rendering import render

if TYPE_CHECKING:
    from fastapi.responses import Response

    from service.errors import PreconditionFailedError
    from service.http.context import Context
    from service.usecases.decisions import NewDecision
    from service.usecases.resolutions import Resolutions
    from service.usecases.standing import Standing, StandingStatement, ThemeName
    from service.web.forms import Filled
    from service.web.steering import ResolutionForm


def show_conflict(
    context: Context,
    error: PreconditionFailedError,
    filled: Filled,
    *,
    address: str,
    theme: str = "",
) -> Response:
    """Show both versions, and let the person do it all the same or drop it.

    Args:
        context: The parts of the request.
        error: Says who changed what.
        filled: What the person wanted.
        address: Where the form was sent to.
        theme: The theme whose page it is on.
    """
    now = topics.standing(context.database, district=context.district)
    today = {one.id: one for one in now.themes}
    wanted = filled.decision(theme)
    about = dict.fromkeys(filter(None, [theme, *wanted.themes, *error.versions]))
    return render(
        context,
        "conflict.html",
        status=HTTPStatus.PRECONDITION_FAILED,
        problem=problem_of(error),
        themes=[today[one] for one in about if one in today],
        gone=any(one not in today for one in about),
        filled=filled,
        statements=_chosen(context, wanted, error, now),
        names={one.id: one.label for one in now.themes},
        fields=field_titles(),
        versions=" ".join(_seen_now(filled, error)),
        address=address,
        back="/themen" if theme and theme not in today else address,
        Action=Action,
    )


def show_resolution_conflict(
    context: Context,
    error: PreconditionFailedError,
    *,
    theme: ThemeName,
    found: Resolutions,
    given: ResolutionForm,
) -> Response:
    """Show what stands of a theme and what was wanted, to record it all the same or to drop it.

    Args:
        context: The parts of the request.
        error: Says who recorded what.
        theme: The theme.
        found: What was resolved about it, the last first.
        given: What the person wanted.
    """
    return render(
        context,
        "conflict_resolution.html",
        status=HTTPStatus.PRECONDITION_FAILED,
        problem=problem_of(error),
        theme=theme,
        found=found,
        given=given,
        wanted=given.wanted(),
    )


def _chosen(
    context: Context, wanted: NewDecision, error: PreconditionFailedError, now: Standing
) -> list[StandingStatement]:
    """Return the statements that were chosen, as they stand now."""
    if not wanted.statements:
        return []
    found = [*now.open, *now.aside]
    for one in error.versions:
        detail = topics.theme(context.database, one, district=context.district)
        found.extend(detail.statements)
    return [one for one in found if one.id in wanted.statements]


def _seen_now(filled: Filled, error: PreconditionFailedError) -> list[str]:
    """Return the versions that the form had, and those that the conflict's page shows."""
    others = (one for one in filled.versions if one.rpartition(".")[0] not in error.versions)
    return sorted([*others, *error.versions.values()])
