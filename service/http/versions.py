"""Versions over HTTP: strong entity tags, and what a request says to have seen (RFC 9110)."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import Depends, Header

from service.errors import BadRequestError
from service.usecases.versions import WHATEVER, Seen

_LONGEST: Final = 50_000
_ENTITY_TAG: Final = r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"'
_TAG: Final = re.compile(_ENTITY_TAG)
_LIST: Final = re.compile(rf"[ \t,]*(?:{_ENTITY_TAG}[ \t]*(?:,[ \t,]*|$))*")


def etag(version: str) -> str:
    """Return a version as a strong entity tag."""
    return f'"{version}"'


def parse(header: str) -> Seen:
    """Return what an ``If-Match`` says; a weak tag matches nothing (RFC 9110, section 13.1.1).

    Raises:
        BadRequestError: It is neither ``*`` nor a list of entity tags.
    """
    if header.strip() == "*":
        return WHATEVER
    if not _LIST.fullmatch(header):
        raise BadRequestError
    return Seen(frozenset(tag[2] for tag in _TAG.finditer(header) if not tag[1]))


def _seen(
    if_match: Annotated[
        str,
        Header(
            max_length=_LONGEST,
            description="What you have seen: the `ETag` or `version` of everything that shall "
            "be changed, in quotes, separated by commas; `*` for whatever it is now. Missing: "
            "428. Changed since: 412.",
        ),
    ] = "",
) -> Seen:
    return parse(if_match)


InSeen = Annotated[Seen, Depends(_seen)]
"""The type of a parameter that takes what a request says to have seen."""
