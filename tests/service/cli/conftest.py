"""Calling the command line as a person does, in this process."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import pytest

from nlp.themes import embedding
from service.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlp.themes.embedding import Encoder

    Call = Callable[..., tuple[int, str, str]]


_load = embedding.load
_small_model = cache(partial(embedding.load, embedding.USE))


@pytest.fixture(autouse=True)
def small_model_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the small model of one call of the command line for the next: it does not change."""

    def load(name: str) -> tuple[Encoder, ...]:
        return _small_model() if name == embedding.USE else _load(name)

    monkeypatch.setattr(embedding, "load", load)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the command line; return its exit code, standard output and standard error."""

    def called(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return called
