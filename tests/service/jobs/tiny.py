"""A worker with a tiny encoder in place of the models, that looks around every second."""

from __future__ import annotations

from nlp.themes import embedding
from service.jobs import worker
from service.settings import load
from tests.service.usecases.test_execution import Counted

PROGRAM = "from tests.service.jobs.tiny import main; main()"


def main() -> None:
    embedding.load = lambda *_: (Counted(),)
    worker._SWEEP_SECONDS = 1
    worker.main(load())
