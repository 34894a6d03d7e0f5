"""A ``run.json`` read back: what to run again, and what must be as it was."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from nlp.pipeline import RunSettings
from nlp.themes.consensus import ConsensusSettings
from service.catalogue import commands as texts
from service.cli import bundle, parsing
from service.cli.bundle import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "runs": (1, 10_000),
    "work": (1, 10_000_000),
    "least": (1, 10_000),
    "sample": (0, 1),
    "epochs": (1, 10_000),
    "neighbours": (2, 1000),
    "components": (1, 8),
    "proximity": (0, 1),
    "threshold": (0, 1),
    "smallest": (12, 10_000),
    "landmarks": (12, 20_000),
}
"""What a setting of the consensus may be for the method to be able to run with it."""

_SEEDS: Final = (0, 2**31 - 1)
_MOST_THREADS: Final = 100_000
_LONGEST: Final = 200
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Record:
    """What a run said of itself.

    Attributes:
        folder: Where it lies, and its result beside it.
        choice: What was chosen.
        files: Digests of the files that it read, by key of ``run.json``.
        weights: The same for models and map.
        surroundings: Versions, threads and the machine, by name.
        result: Digest of its result.
    """

    folder: Path
    choice: Choice
    files: Mapping[str, object]
    weights: Mapping[str, object]
    surroundings: Mapping[str, str]
    result: str


def read(path: Path) -> Record:
    """Read a ``run.json``.

    Raises:
        click.ClickException: It is not as ``analyse`` writes it.
    """
    try:
        given = parsing.load(path)
        return Record(
            folder=path.parent,
            choice=_choice(given["configuration"]),
            files=files(given),
            weights=weights(given),
            surroundings=surroundings(given),
            result=_digest(given["result_sha256"]),
        )
    except (*parsing.BROKEN, OSError) as error:
        raise click.ClickException(texts.REPLAY_BROKEN) from error


def files(given: Mapping[str, Any]) -> dict[str, object]:
    """Return the part of a ``run.json`` that tells which files were read."""
    earlier, decisions = given["previous_sha256"], given["decisions_sha256"]
    return {
        "input_sha256": _digest(given["input_sha256"]),
        "previous_sha256": None
        if earlier is None
        else {name: _digest(one) for name, one in earlier.items()},
        "decisions_sha256": None if decisions is None else _digest(decisions),
    }


def weights(given: Mapping[str, Any]) -> dict[str, object]:
    """Return the part that tells which weights were used, whatever their folder is called."""
    learned = given["adaptation"]
    return {
        "models": [_digest(model["weights_sha256"]) for model in given["models"]],
        "adaptation": None if learned is None else _digest(learned["sha256"]),
    }


def surroundings(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the part that tells where it ran, by name."""
    named = {
        **given["versions"],
        "threads": str(_whole(given["threads"], (1, _MOST_THREADS))),
        **given["platform"],
    }
    return {_shown(name): _shown(value) for name, value in named.items()}


def _choice(given: Mapping[str, Any]) -> Choice:
    """Return what was chosen.

    Raises:
        ValueError: A setting is none that can be run with.
    """
    model = given["model"]
    if model is not None and bundle.public(_shown(model)) is None:
        raise ValueError
    if not isinstance(given["adapted"], bool):
        raise TypeError
    settings = RunSettings(
        seed=_whole(given["seed"], _SEEDS),
        consensus=_consensus(given["consensus"]),
        adapted=given["adapted"],
    )
    return Choice(model=model, settings=settings, day=date.fromisoformat(given["day"]))


def _consensus(given: Mapping[str, Any]) -> ConsensusSettings:
    """Return the settings of the consensus.

    Raises:
        LookupError: They are those of another version.
    """
    usual = asdict(ConsensusSettings())
    if given.keys() != usual.keys():
        raise LookupError
    return ConsensusSettings(
        **{name: _setting(given[name], usual[name], LIMITS[name]) for name in usual}
    )


def _setting(given: Any, usual: Any, limits: tuple[float, float]) -> Any:  # noqa: ANN401 - of any type
    """Return a setting of the type that is usual.

    Raises:
        ValueError: It is beyond the limits, or there is none.
    """
    if isinstance(usual, tuple):
        if not isinstance(given, list) or not given:
            raise ValueError
        return tuple(_whole(one, limits) for one in given)
    if isinstance(usual, int):
        return _whole(given, limits)
    if not isinstance(given, float) or not limits[0] <= given <= limits[1]:
        raise ValueError
    return given


def _whole(given: Any, limits: tuple[float, float]) -> int:  # noqa: ANN401 - any JSON
    """Return a whole number.

    Raises:
        ValueError: It is none, or beyond the limits.
    """
    if type(given) is not int or not limits[0] <= given <= limits[1]:
        raise ValueError
    return given


def _digest(given: Any) -> str:  # noqa: ANN401 - any JSON
    """Return a digest.

    Raises:
        ValueError: It is none.
    """
    if not _DIGEST.fullmatch(parsing.text(given)):
        raise ValueError
    return parsing.text(given)


def _shown(given: Any) -> str:  # noqa: ANN401 - any JSON
    """Return a text that a terminal may show.

    Raises:
        ValueError: It is too long, or has characters that are not for showing.
    """
    if len(parsing.text(given)) > _LONGEST or not given.isprintable():
        raise ValueError
    return parsing.text(given)
