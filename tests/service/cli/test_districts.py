"""One installation serves many Kreise: adding one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.settings import load
from service.store.sessions import Database
from service.usecases.audit import Action
from service.usecases.districts import district_name, list_municipalities
from service.usecases.trail import entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Call = Callable[..., tuple[int, str, str]]

REGISTER = "ags,name,population\n05758012,Herford,66608\n05758004,Bünde,\n"


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THEMENRADAR_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    file = tmp_path / "herford.csv"
    file.write_text(REGISTER, encoding="utf-8-sig")
    return file


def test_a_kreis_is_added_beside_the_first_with_its_municipalities(
    register: Path, call: Call
) -> None:
    said = call("district", "add", "05758", "Kreis Herford", "--municipalities", register)

    assert said == (0, "Kreis Herford (05758) ist angelegt, mit 2 Gemeinden.\n", "")
    database = Database(load().database)
    names = [place.name for place in list_municipalities(database, district="05758")]
    (entry, *_) = entries(database, chain="05758").items
    assert names == ["Bünde", "Herford"]
    assert district_name(database, district="05754") == "Kreis Gütersloh"
    assert (entry.action, entry.object_id) == (Action.DISTRICT_ADDED, "05758")
    assert entry.actor.key.startswith("cli")
    database.close()


def test_a_kreis_is_added_once_and_stays_as_it_is(register: Path, call: Call) -> None:
    call("district", "add", "05758", "Kreis Herford", "--municipalities", register)

    code, out, err = call("district", "add", "05758", "Anders", "--municipalities", register)

    assert (code, out) == (1, "")
    assert "Den Kreis 05758 gibt es in dieser Installation schon." in err
    database = Database(load().database)
    assert district_name(database, district="05758") == "Kreis Herford"
    database.close()


def test_without_a_register_it_says_how_to_give_one(call: Call) -> None:
    code, _, err = call("district", "add", "05758", "Kreis Herford")

    assert code == 1
    assert "--municipalities" in err


@pytest.mark.parametrize(
    "content",
    [
        "ags,name\n05754004,Borgholzhausen\n",
        "ags,name\n05758012,Herford\n05758012,Herford\n",
        "key,name\n05758012,Herford\n",
        "ags,name,population\n05758012,Herford,viele\n",
    ],
)
def test_a_register_that_cannot_be_used_is_refused_in_german(
    tmp_path: Path, call: Call, content: str
) -> None:
    file = tmp_path / "register.csv"
    file.write_text(content, encoding="utf-8")

    code, _, err = call("district", "add", "05758", "Kreis Herford", "--municipalities", file)

    assert code == 1
    assert "Das Verzeichnis der Gemeinden lässt sich nicht verwenden." in err


@pytest.mark.parametrize(
    ("key", "name"), [("5758", "Kreis"), ("0575x", "Kreis"), ("05758", " "), ("05758", "K" * 201)]
)
def test_a_wrong_key_or_name_is_a_wrong_call(call: Call, key: str, name: str) -> None:
    code, out, err = call("district", "add", key, name)

    assert (code, out) == (2, "")
    assert "passt nicht" in err
