"""Where a person goes on after signing in: to a page of ours, nowhere else."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlencode, urlsplit

from fastapi import Query
from fastapi.responses import RedirectResponse, Response

from service.http.guard import SAFE_METHODS

if TYPE_CHECKING:
    from starlette.requests import Request

START: Final = "/"
SIGN_IN: Final = "/anmelden"
"""The page on which people sign in."""
LONGEST: Final = 2000
Onward = Annotated[str, Query(alias="weiter", max_length=LONGEST)]
"""The type of a parameter that takes the page to go on to; see :func:`own_page`."""
_OUR_PAGE: Final = re.compile(r"/(?![/\\])[!-~]*")


def own_page(address: str) -> str:
    """Return a page of ours to go on to: the start where the address leads elsewhere."""
    return address if _OUR_PAGE.fullmatch(address) else START


def lead(address: str) -> Response:
    """Lead on to a page of ours."""
    return RedirectResponse(own_page(address), status_code=HTTPStatus.SEE_OTHER)


def lead_to_sign_in(request: Request) -> Response:
    """Lead somebody who must sign in first to where they do, and back afterwards.

    Back is the page that was asked for, or that whose form was sent.
    """
    sent = request.method not in SAFE_METHODS
    page = urlsplit(request.headers.get("referer", "") if sent else str(request.url))
    target = own_page(page.path + (f"?{page.query}" if page.query else ""))
    query = "" if target == START else f"?{urlencode({'weiter': target})}"
    return RedirectResponse(f"{SIGN_IN}{query}", status_code=HTTPStatus.SEE_OTHER)
