"""What ``If-Match`` may say (RFC 9110, sections 8.8.3 and 13.1.1)."""

from __future__ import annotations

from contextlib import suppress

import pytest

from service.errors import BadRequestError
from service.http.versions import etag, parse
from service.usecases.versions import WHATEVER, Seen
from tests.effort import assert_brief


@pytest.mark.parametrize("header", ["*", " * "])
def test_a_star_minds_nothing(header: str) -> None:
    assert parse(header) == WHATEVER


@pytest.mark.parametrize(
    ("header", "versions"),
    [
        ("", set()),
        ('"a.1"', {"a.1"}),
        ('"a.1", "b.2"', {"a.1", "b.2"}),
        ('"a.1","b.2" ,, "c,d"', {"a.1", "b.2", "c,d"}),
        ('""', {""}),
        ('W/"a.1", "b.2"', {"b.2"}),
    ],
)
def test_a_list_names_versions_and_a_weak_one_matches_nothing(
    header: str, versions: set[str]
) -> None:
    assert parse(header) == Seen(frozenset(versions))


@pytest.mark.parametrize("header", ["a.1", '"a', '"a" "b"', '*, "a"', 'w/"a"', '"a\x00"'])
def test_anything_else_is_refused(header: str) -> None:
    with pytest.raises(BadRequestError):
        parse(header)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "header", ['"a"' + " " * 49_000 + "x", '"a",' * 12_000 + "x", "," * 49_000]
)
def test_a_hostile_one_is_read_at_once(header: str) -> None:
    def read() -> None:
        with suppress(BadRequestError):
            parse(header)

    assert_brief(read, limit=1)


def test_what_is_sent_as_a_tag_is_understood_again() -> None:
    assert parse(etag("T-2026-014.3a5f8a522f27-2")).of("T-2026-014")
    assert parse(etag("T-2026-014.3a5f8a522f27-2")).of("T-2026-01") is None
