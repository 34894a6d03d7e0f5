"""A worker with a tiny encoder in place of the models, that looks around every second."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event

from nlp.themes import embedding
from service.jobs import worker
from service.settings import load
from tests.service.usecases.test_execution import Counted

if TYPE_CHECKING:
    from sqlalchemy import Connection

PROGRAM = "from tests.service.jobs.tiny import main; main()"
FLAGGED = "from tests.service.jobs.tiny import main_by_flag; main_by_flag()"
"""On SQLite it can only read while a file is there, whose path stands in :data:`FLAG`."""
FLAG = "TINY_READ_ONLY_FLAG"


def main() -> None:
    embedding.load = lambda *_: (Counted(),)
    worker._SWEEP_SECONDS = 1
    worker._warm_up = lambda _: None
    worker.main(load())


def main_by_flag() -> None:
    flag = Path(os.environ[FLAG])

    def look(connection: Connection, *_: object) -> None:
        if connection.dialect.name == "sqlite":
            value = "ON" if flag.exists() else "OFF"
            driver = connection.connection.dbapi_connection
            assert driver is not None
            driver.cursor().execute(f"PRAGMA query_only = {value}")

    event.listen(Engine, "before_cursor_execute", look)
    main()
