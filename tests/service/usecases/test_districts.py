"""Many Kreise in one installation: their names, what is released of them, choosing one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from service.access.roles import Role
from service.disclosure.threshold import Threshold
from service.errors import DistrictNotFoundError, NotSignedInError
from service.usecases.districts import add_district, choose_district, district_name
from service.usecases.land import DistrictView, list_districts
from service.usecases.sessions import open_session, principal_of_session
from tests.service.conferences import BEGINNING, Said, add_conference, add_run
from tests.service.helpers import ACTOR, DISTRICT, add_account

if TYPE_CHECKING:
    from pathlib import Path

    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 22, tzinfo=UTC)
OTHER = "05758"
DAY = timedelta(days=1)


@pytest.fixture
def two(database: Database, tmp_path: Path) -> Database:
    """A database of two Kreise, of which the first has themes."""
    file = tmp_path / "herford.csv"
    file.write_text("ags,name\n05758012,Herford\n", encoding="utf-8")
    add_district(database, OTHER, "Kreis Herford", municipalities=file, actor=ACTOR, now=NOW)
    for number in range(1, 6):
        said = (f"Ein Sprachkurs fehlt, {number}.", f"Kein Sprachkurs, {number}.")
        add_conference(database, Said("Verl", date(2026, 5, number), said))
    add_run(database, {"T-2026-001": "Sprachkurs"})
    return database


def test_names_come_without_figures(two: Database) -> None:
    assert list_districts(two, threshold=None, now=NOW) == (
        DistrictView(DISTRICT, "Kreis Gütersloh", None),
        DistrictView(OTHER, "Kreis Herford", None),
    )


def test_figures_are_those_that_are_released(two: Database) -> None:
    found, other = list_districts(two, threshold=Threshold(5, 3), now=NOW)
    strict, _ = list_districts(two, threshold=Threshold(5, 5), now=NOW)
    assert other.figures is None, "no run is done"
    assert found.figures
    assert strict.figures
    assert (found.figures.conferences, found.figures.heard) == (5, 1)
    assert (found.figures.municipalities, found.figures.as_of) == (13, BEGINNING + DAY)
    assert (found.figures.themes, strict.figures.themes) == (1, 0)


def test_a_session_looks_at_the_kreis_that_was_chosen_last(two: Database) -> None:
    account = add_account(two, role=Role.LAND, district=None)
    secret = open_session(two, account.id, now=NOW)
    for wanted in (DISTRICT, OTHER):
        choose_district(two, secret, district=wanted)
        principal = principal_of_session(two, secret, now=NOW)
        assert principal
        assert principal.district == wanted
    with pytest.raises(DistrictNotFoundError):
        choose_district(two, secret, district="05999")
    with pytest.raises(NotSignedInError):
        choose_district(two, "made-up", district=OTHER)
    assert principal_of_session(two, secret, now=NOW) == principal


def test_who_has_a_kreis_keeps_it_whatever_the_session_says(two: Database) -> None:
    account = add_account(two, role=Role.LENKUNGSGRUPPE)
    secret = open_session(two, account.id, now=NOW)
    choose_district(two, secret, district=OTHER)
    principal = principal_of_session(two, secret, now=NOW)
    assert principal
    assert principal.district == DISTRICT


def test_a_kreis_that_is_none_has_no_name(two: Database) -> None:
    with pytest.raises(DistrictNotFoundError):
        district_name(two, district="05999")
