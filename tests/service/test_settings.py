from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from service import catalogue
from service.errors import DatabaseError, DistrictError, SettingError
from service.jobs.lock import sole_worker
from service.jobs.queue import upgrade
from service.settings import load
from service.store.sessions import Database
from service.store.tables import District
from service.usecases.districts import district_name, list_municipalities

if TYPE_CHECKING:
    from pathlib import Path

    from service.settings import Settings


def test_the_defaults_suit_one_kreis_on_one_machine(tmp_path: Path) -> None:
    settings = load(data_dir=tmp_path)
    assert settings.district == "05754"
    assert settings.database == f"sqlite:///{tmp_path}/themenradar.sqlite"


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THEMENRADAR_PORT", "9000")
    monkeypatch.setenv("THEMENRADAR_ALLOWED_HOSTS", "radar.example, localhost")
    settings = load()
    assert settings.port == 9000
    assert settings.allowed_hosts == ("radar.example", "localhost")


def test_postgresql_gets_its_driver() -> None:
    settings = load(database_url="postgresql://me:secret@host/radar")
    assert settings.database == "postgresql+psycopg://me:secret@host/radar"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("district", "Gütersloh"),
        ("district", "5754"),
        ("database_url", "nonsense"),
        ("database_url", "mysql://host/radar"),
        ("database_url", "sqlite://"),
        ("seed", str(2**63)),
        ("seed", "-1"),
        ("port", "70000"),
        ("port", "abc"),
        ("worker_id", "../worker"),
        ("threads", "0"),
        ("log_level", "LOUD"),
        ("model", ""),
        ("host", ""),
        ("district_name", ""),
        ("oidc_issuer", "http://login.example"),
        ("oidc_issuer", "https://"),
        ("oidc_issuer", "https://user@login.example"),
        ("oidc_issuer", "https://login.example?tenant=1"),
        ("oidc_issuer", "https://[login"),
        ("oidc_issuer", "login.example"),
        ("oidc_client_id", "mit Leerzeichen"),
        ("oidc_client_secret", "alone"),
        ("oidc_label", ""),
    ],
)
def test_a_wrong_setting_is_one_german_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"THEMENRADAR_{name.upper()}", value)
    with pytest.raises(SettingError) as caught:
        load()
    sentence = catalogue.message(caught.value.code, caught.value.params).sentence
    assert f"THEMENRADAR_{name.upper()}" in sentence
    assert caught.value.__suppress_context__  # the value, perhaps a password, is not shown


PROVIDER = {
    "oidc_issuer": "https://login.example/realms/verl",
    "oidc_client_id": "themenradar",
    "oidc_client_secret": "geheim",
}


def test_a_login_provider_is_set_up_whole_or_not_at_all() -> None:
    assert load(oidc_client_secret="").oidc_client_secret is None
    for missing in PROVIDER:
        with pytest.raises(SettingError, match="OIDC_CLIENT_SECRET"):
            load(**PROVIDER | {missing: ""})


def test_the_secret_of_the_login_provider_is_not_shown() -> None:
    settings = load(**PROVIDER)
    assert settings.oidc_client_secret
    assert settings.oidc_client_secret.get_secret_value() == "geheim"
    assert "geheim" not in f"{settings!r} {settings}"


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"])
def test_a_login_provider_on_this_machine_needs_no_tls(host: str) -> None:
    assert load(**PROVIDER | {"oidc_issuer": f"http://{host}"}).oidc_issuer == f"http://{host}"


def test_an_own_register_of_municipalities_is_taken(tmp_path: Path) -> None:
    register = tmp_path / "herford.csv"
    register.write_text("ags,name,population\n05758004,Bünde,45000\n05758008,Enger,\n", "utf-8")
    settings = load(
        data_dir=tmp_path,
        district="05758",
        district_name="Kreis Herford",
        municipalities=register,
    )
    upgrade(settings)
    database = Database(settings.database)
    found = list_municipalities(database, district="05758")
    assert [(one.ags, one.name, one.population) for one in found] == [
        ("05758004", "Bünde", 45000),
        ("05758008", "Enger", None),
    ]
    assert district_name(database, district="05758") == "Kreis Herford"
    database.close()


@pytest.mark.parametrize(
    "register",
    [
        "",
        "name\nBünde\n",
        "ags,name,population\n05754004,x,\n",
        "ags,name,population\n1,x,\n",
        "ags,name,population\n05758004,Bünde,1\n05758004,Enger,2\n",
        "ags,name,population\n05758004\n",
        "name,ags,population\nBünde\n",
        "ags,name,population\n05758004,,1\n",
        "ags,name,population\n05758004,Bünde,-1\n",
        'ags,name,population\n05758004,"' + "x" * 200_000 + '",1\n',
    ],
)
def test_a_register_that_cannot_be_used_is_refused(tmp_path: Path, register: str) -> None:
    file = tmp_path / "register.csv"
    file.write_text(register, "utf-8")
    with pytest.raises((SettingError, DistrictError)):
        upgrade(load(data_dir=tmp_path, district="05758", municipalities=file))


@pytest.mark.parametrize("name", ["a?b", "a%41", "a#b c", "Müller & Söhne", "a@b:c"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    upgrade(load(data_dir=tmp_path / name))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name / "themenradar.sqlite").stat().st_size


def test_a_database_that_cannot_be_opened_is_one_german_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no database, but long enough to be taken for one by its length " * 20)
    (tmp_path / "folder.sqlite").mkdir()
    for settings in (
        load(data_dir=file),
        load(database_url=f"sqlite:///{file}"),
        load(database_url=f"sqlite:///{tmp_path}/folder.sqlite"),
    ):
        with pytest.raises(DatabaseError) as caught:
            upgrade(settings)
        assert "nicht öffnen" in catalogue.message(caught.value.code).sentence


def test_nobody_but_the_owner_can_read_the_database(settings: Settings) -> None:
    before = os.umask(0o022)
    try:
        upgrade(settings)
        database = Database(settings.database)
        with sole_worker(settings), database.writing() as session:
            session.add(District(id="05758", name="Kreis Herford"))
            session.commit()
            files = list(settings.data_dir.iterdir())
            modes = {path.name: path.stat().st_mode & 0o777 for path in files}
        database.close()
    finally:
        os.umask(before)
    assert {path.suffix for path in files} >= {".sqlite", ".sqlite-wal", ".lock"}
    assert set(modes.values()) == {0o600}, modes
    assert settings.data_dir.stat().st_mode & 0o777 == 0o700


def test_a_kreis_without_register_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DistrictError):
        upgrade(load(data_dir=tmp_path, district="05758"))
