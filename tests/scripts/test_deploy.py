"""What is shipped for servers fits the program, as far as it can be checked without an engine."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from dotenv import dotenv_values

from service.cli.main import themenradar
from service.settings import PREFIX, Settings
from tests.service.helpers import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEPLOY = ROOT / "scripts" / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
VARIABLES = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
PROGRAM = "/opt/themenradar/.venv/bin/themenradar"


@pytest.fixture
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


def own(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: one for name, one in compose["services"].items() if name != "database"}


def instructions() -> Iterator[tuple[str, str]]:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            yield word, rest


def test_every_setting_that_is_named_is_one() -> None:
    for file in DEPLOY.iterdir():
        named = set(re.findall(rf"{PREFIX}[A-Z_]+", file.read_text(encoding="utf-8")))
        assert named <= VARIABLES, file.name


def test_the_example_of_settings_can_be_used() -> None:
    values = dotenv_values(DEPLOY / "themenradar.env.example")
    fields = {name.removeprefix(PREFIX).lower(): value for name, value in values.items()}
    assert Settings.model_validate(fields).district == "05754"


def test_the_compose_file_starts_pages_and_two_workers(compose: dict[str, Any]) -> None:
    commands = {name: one["command"] for name, one in own(compose).items()}
    assert commands == {"pages": ["serve"], "worker-1": ["worker"], "worker-2": ["worker"]}
    assert {word for command in commands.values() for word in command} <= set(themenradar.commands)
    names = [
        one["environment"][f"{PREFIX}WORKER_ID"]
        for name, one in own(compose).items()
        if name.startswith("worker")
    ]
    assert len(set(names)) == 2


def test_containers_have_no_rights_and_no_way_out(compose: dict[str, Any]) -> None:
    for one in own(compose).values():
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert one["security_opt"] == ["no-new-privileges:true"]
        assert "privileged" not in one
    assert compose["networks"]["inside"] == {"internal": True}
    assert compose["services"]["database"]["networks"] == ["inside"]
    assert own(compose)["pages"]["ports"] == ["127.0.0.1:8000:8000"]


def test_everything_that_the_compose_file_names_is_declared(compose: dict[str, Any]) -> None:
    for one in compose["services"].values():
        assert set(one["networks"]) <= set(compose["networks"])
        assert set(one.get("secrets", ())) <= set(compose["secrets"])
        assert {volume.partition(":")[0] for volume in one.get("volumes", ())} <= set(
            compose["volumes"]
        )
        if "build" in one:
            assert (DEPLOY / one["build"]["context"]).resolve() == ROOT
            assert (ROOT / one["build"]["dockerfile"]).is_file()


def test_the_image_runs_without_rights_and_without_a_compiler() -> None:
    lines = list(instructions())
    last = [number for number, (word, _) in enumerate(lines) if word == "FROM"][-1]
    final = lines[last:]
    assert ("USER", "10001:10001") in final
    assert "build-essential" not in str(final)
    assert "build-essential" in str(lines[:last])
    assert final[-2:] == [("ENTRYPOINT", '["themenradar"]'), ("CMD", '["serve"]')]


def test_what_the_image_copies_is_there() -> None:
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            *sources, _ = rest.split()
            assert all((ROOT / source).exists() for source in sources), rest


def test_nothing_names_a_package_index() -> None:
    for file in DEPLOY.iterdir():
        assert "http://" not in file.read_text(encoding="utf-8").replace("http://127.0.0.1", "")
        assert "https://" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_calls_a_command_that_there_is(unit: Path) -> None:
    called = re.findall(rf"{PROGRAM} (\w+)", unit.read_text(encoding="utf-8"))
    assert set(called) <= set(themenradar.commands)
    assert bool(called) == (unit.suffix == ".service")


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda unit: unit.name)
@pytest.mark.parametrize(
    "line",
    [
        "User=themenradar",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "PrivateTmp=yes",
        "IPAddressDeny=any",
        "CapabilityBoundingSet=",
        "UMask=0077",
    ],
)
def test_a_unit_is_hardened(unit: Path, line: str) -> None:
    assert line in unit.read_text(encoding="utf-8").splitlines()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    """The program and its account are not installed here: a shell stands for it."""
    copies = []
    for unit in UNITS:
        copy = tmp_path / unit.name.replace("@.", "@1.")
        copy.write_text(unit.read_text(encoding="utf-8").replace(PROGRAM, "/bin/sh"))
        copies.append(str(copy))
    done = subprocess.run(
        ["systemd-analyze", "verify", *copies],  # noqa: S607 # wherever it is
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
