"""Templates: one environment for all pages, and how a page becomes an answer."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from nlp.types import StatementKind
from service import catalogue
from service.access.roles import Permission
from service.review import REASONS, QuestionKind, Reason
from service.store.steering_tables import LONGEST_COMMENT, LONGEST_REASON
from service.store.tables import LONGEST_LABEL
from service.usecases.districts import district_name
from service.web import format as german
from service.web.assets import TEMPLATES
from service.web.menu import menu

if TYPE_CHECKING:
    from service.access.principal import Principal
    from service.http.context import Context
    from service.http.problem import Problem


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment of the templates; an unknown name in one is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        day=german.day,
        moment=german.moment,
        clock=german.clock,
        number=german.number,
        percent=german.percent,
        counted=german.counted,
        duration=german.duration,
        roughly=german.roughly,
        surroundings=german.surroundings,
    )
    made.globals.update(
        catalogue=catalogue,
        QuestionKind=QuestionKind,
        Reason=Reason,
        REASONS=REASONS,
        StatementKind=StatementKind,
        Permission=Permission,
        longest=LONGEST_LABEL,
        longest_comment=LONGEST_COMMENT,
        longest_reason=LONGEST_REASON,
    )
    return made


def render(
    context: Context,
    template: str,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    headers: dict[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """Answer with a page."""
    asking = context.asking
    name = ""
    if asking is not None and asking.district is not None:
        name = district_name(context.database, district=asking.district)
    page = environment().get_template(template)
    html = page.render(_frame(asking, district=name) | values)
    return HTMLResponse(html, status_code=status, headers=headers)


def render_problem(problem: Problem, asking: Principal | None = None) -> HTMLResponse:
    """Answer with the page of an error; it needs no database, which may be what is broken."""
    page = environment().get_template("error.html")
    html = page.render(_frame(asking) | {"problem": problem})
    return HTMLResponse(html, status_code=problem.status, headers=dict(problem.headers))


def _frame(asking: Principal | None, *, district: str = "") -> dict[str, object]:
    """Return what every page is told: who reads it, of which Kreis, and what they may do."""
    return {
        "district": district,
        "asking": asking,
        "may": asking.may if asking else lambda _permission: False,
        "menu": menu(asking),
    }
