"""The contract of the command line: exit codes, and one German sentence for what is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from service.cli import main as main_module
from service.cli.main import themenradar

if TYPE_CHECKING:
    from collections.abc import Callable

    Call = Callable[..., tuple[int, str, str]]

ENGLISH = re.compile(r"\b(Error|Usage|Missing|Invalid|No such|Traceback)\b")


def test_every_command_of_the_contract_is_there() -> None:
    assert set(themenradar.commands) == {
        "analyse",
        "audit",
        "backup",
        "db",
        "demo",
        "district",
        "ingest",
        "read",
        "recluster",
        "restore",
        "scan",
        "serve",
        "themes",
        "token",
        "user",
        "worker",
    }


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += every_command(command, (*path, name))
    return found


@pytest.mark.parametrize("command", every_command(themenradar), ids=" ".join)
def test_every_command_has_help_with_its_options_explained(
    command: tuple[str, ...], call: Call
) -> None:
    code, out, _ = call(*command, "--help")

    assert code == 0
    context = click.Context(themenradar)
    found: click.Command = themenradar
    for name in command:
        assert isinstance(found, click.Group)
        found = found.commands[name]
    assert found.help
    options = [option for option in found.get_params(context) if isinstance(option, click.Option)]
    assert all(option.help for option in options)
    assert out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gibtesnicht"], "Diesen Befehl gibt es nicht."),
        (["read"], "Es fehlt: PATH…."),
        (["read", "--nein", "x"], "Die Option --nein gibt es nicht."),
        (["read", "/gibt/es/nicht.txt"], "Die Datei oder den Ordner gibt es nicht."),
        (["analyse", "x.csv"], "Die Datei oder den Ordner gibt es nicht."),
        (["recluster", "--seed", "-1"], "Der Wert für --seed passt nicht."),
        (["recluster", "--seed", str(2**63)], "Der Wert für --seed passt nicht."),
        (["ingest", "--date", "gestern", "pyproject.toml"], "Der Wert für --date passt nicht."),
    ],
)
def test_a_wrong_call_ends_with_two_and_a_german_sentence(
    arguments: list[str], said: str, call: Call
) -> None:
    code, out, err = call(*arguments)

    assert code == 2
    assert said in err
    assert "--help" in err
    assert not out
    assert not ENGLISH.search(err)


def test_without_a_command_the_help_is_shown(call: Call) -> None:
    _, out, err = call()

    assert "Planungskonferenzen" in out + err


def test_a_wrong_setting_ends_with_one_and_a_german_sentence(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THEMENRADAR_PORT", "achtzig")

    code, _, err = call("themes")

    assert code == 1
    assert "THEMENRADAR_PORT" in err
    assert "achtzig" not in err


def test_interrupting_is_said_in_german(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main_module.themenradar, "main", interrupted)

    code, _, err = call()

    assert (code, err) == (130, "Abgebrochen.\n")


def test_help_comes_without_loading_a_model() -> None:
    """A person who asks for help must not wait for torch."""
    script = (
        "import sys; from service.cli import main; "
        "print([name for name in ('torch', 'umap', 'spacy', 'dbos') if name in sys.modules])"
    )

    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "[]"


def test_an_unexpected_error_quotes_nothing(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        note = "Geheimnis"
        raise ValueError(note)

    monkeypatch.setattr(main_module.themenradar, "main", broken)

    code, out, err = call()

    assert code == 1
    assert "ValueError" in err
    assert "Geheimnis" not in out + err
