"""Does the API keep its promises? Requests made from its own description, for every role.

    scripts/bench contract [--examples 100] [--seed 0] [--role ROLE ...]

Makes an installation of two Kreise with one of everything, and asks every operation of the
OpenAPI document as each role and as nobody: what the document allows, what it does not, and what
it allows about objects that are there. Where it allows fewer different requests than asked for,
there are fewer. Every answer must have a documented status, content type, headers and schema, and
none may be 500 or above. Prints, role by role, how many operations there are, how many of them
were done at least once (2xx), the answers by status, and what was wrong; exits with 1 if anything
was.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import Counter
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from service import logs  # noqa: E402 - see above
from tests.contract.contract import ROLES, try_out  # noqa: E402 - see above
from tests.service.access.world import build  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.contract.contract import Tried


def main() -> None:
    """Ask as every role; print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--role", choices=ROLES, action="append")
    wanted = parser.parse_args()
    logs.configure("ERROR")
    logging.disable(logging.ERROR)
    print("| role | operations | done | requests | 2xx | 4xx | 5xx | wrong | seconds |")
    print("|---" * 9 + "|")
    failures: set[str] = set()
    with TemporaryDirectory() as name:
        world = build(Path(name) / "data")
        for who in wanted.role or ROLES:
            begun = time.monotonic()
            count, folder = wanted.examples, Path(name) / who
            found = try_out(world, folder, who, examples=count, refused=count, number=wanted.seed)
            tried = list(found)
            _tell(who, tried, time.monotonic() - begun)
            failures |= {f"{one.label} as {who}: {what}" for one in tried for what in one.failures}
    print(*sorted(failures), sep="\n\n")
    sys.exit(bool(failures))


def _tell(who: str, tried: Sequence[Tried], seconds: float) -> None:
    statuses: Counter[int] = Counter()
    for one in tried:
        for status, count in one.statuses.items():
            statuses[status // 100] += count
    wrong = sum(len(one.failures) for one in tried)
    done = sum(
        any(status < HTTPStatus.MULTIPLE_CHOICES for status in one.statuses) for one in tried
    )
    print(
        f"| {who} | {len(tried)} | {done} | {statuses.total()} | {statuses[2]} | {statuses[4]} "
        f"| {statuses[5]} | {wrong} | {seconds:.0f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
