"""How long the gate takes, and how much memory."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import pytest

from nlp.anonymity.gate import check
from nlp.types import Document, Format
from tests.effort import assert_brief, assert_growth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.no_cover

PAGE = """
Protokoll der Planungskonferenz vom {n}. März 2025 in Steinhagen, Moderation: Katja Brinkmeier

Fallvorstellung: Frau Al-Masri{n} ist mit ihrem Mann Khaled und drei Kindern zugezogen. Die
Wohnung in der Ahornstraße {n} ist zu klein, das Konto DE89 3704 0044 0532 0130 00 gepfändet.
Rückfragen an k.brinkmeier{n}@stadt.de oder 05204 8534{n}; Az. 32-4/2024-{n}.

- Die Wartezeit auf einen Platz im Integrationskurs beträgt mehr als sechs Monate.
- Behördenbriefe sind auch für Menschen mit B1-Niveau kaum zu verstehen.
- Es fehlen Sprachmittlerinnen und Sprachmittler für Tigrinya, Dari und Kurmandschi.
- Nach § 25b AufenthG wird eine Sicherung des Lebensunterhalts verlangt.
- Kleine Betriebe scheuen den Aufwand der Beschäftigungserlaubnis, obwohl sie Personal suchen.

Nachname\tVorname\tAnliegen
Tesfamariam\tSelam\tAnerkennung der Ausbildung als Pflegefachkraft
Kowalenko\tOksana\tSchulplatz für die Tochter, Termin beim Schulamt

Die Bezirksregierung braucht für die Anerkennung bis zu achtzehn Monate. Oksana Kowalenko sagte
der Beraterin, dass Yılmaz ihr beim Ausfüllen geholfen habe; Khaled Al-Masri{n} sucht Arbeit.
"""
WORDS = 10_000
SECONDS = 3
MEGABYTES = 1024


def pages() -> str:
    """Return twenty pages of mixed text, each with its own names and numbers."""
    count = -(-WORDS // len(PAGE.split()))
    return "".join(PAGE.format(n=100 + n) for n in range(count))


def document(text: str) -> Document:
    return Document(Format.TXT, text, (), (), "")


def test_twenty_pages_pass_in_three_seconds() -> None:
    note = document(pages())
    check(document(PAGE))
    assert_brief(lambda: check(note), limit=SECONDS)


MEASURED = """
import re, sys
from pathlib import Path
from nlp.anonymity.gate import check
from nlp.types import Document, Format
check(Document(Format.TXT, sys.stdin.read(), (), (), ""))
# ru_maxrss would count what the parent held when it forked.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def test_twenty_pages_need_less_than_a_gibibyte() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED], input=pages(), capture_output=True, check=True, text=True
    )
    assert int(done.stdout) < MEGABYTES


HOSTILE = (
    *("a", "A", "Ab ", "A. ", "Aa Bb ", "A'", "Ab-", "E-", "1", "1 ", "0123 ", "12.", "12.3."),
    *("-", "- ", "a-", "A-\n", "\n", "\t", " ", "\u00a0", "\u00ad", "\u0301", "a\u0301", "𝐅", "е"),
    *("ß", "مح", '"', "(", "[", "'", "s’", "@", "a@", "a@b.", "a@b.c@d.", "a.a.", "0", "+49 "),
    *("a" * 64 + "@" + "b" * 63, "DE89", "DE12 ABCD ", "IBAN ", "Tel. ", "geb. am ", "33330 "),
    *("12345 Aa-", "Straße ", "Straße-", "Platz der A. ", "Az. A 1 ", "GT-AB ", "01/02/", "Am "),
    *(
        "Frau ",
        "Frau A",
        "Frau von der ",
        "Familie\n",
        "Dr. ",
        "M. K. ",
        "Meyer, ",
        "Al-",
        "von der ",
    ),
    *(
        "Khaled ",
        "Xqwort ",
        "[Name]",
        "Kita ",
        "Jahre ",
        "34-jährige ",
        "am 3. Mai ",
        "Mail:   \n",
    ),
    'Am "Frau 1. - (x) a@b \t12/3-\n',
)
SMALL, LARGE = 2_500, 20_000


def checking(text: str) -> Callable[[], object]:
    return partial(check, document(text))


@pytest.mark.parametrize("unit", HOSTILE, ids=ascii)
def test_the_time_for_a_repetition_grows_with_its_length(unit: str) -> None:
    checking("Aufwärmen")()
    small, large = (checking(unit * (size // len(unit)) + "x") for size in (SMALL, LARGE))
    # Eight times as long: linear growth takes eight times the time, quadratic sixty-four.
    assert_growth(small, large, times=24, spare=0.15)


def made_up(numbers: Iterator[int], length: int) -> str:
    """Return different words that look German and are in no dictionary."""
    parts = ("sprach", "haus", "berg", "wald", "qux", "amt", "zorf", "licht", "brunk", "tal")
    words = (
        "".join(parts[int(digit)] for digit in f"{next(numbers) * 7919 % 10**8:08}")
        for _ in range(length)
    )
    return " ".join(word[:24].capitalize() for word in words)


def test_many_strange_words_are_read_briefly() -> None:
    numbers = count()  # words are remembered, so all of them are new

    def checking_words(length: int) -> None:
        check(document(made_up(numbers, length)))

    checking("Aufwärmen")()
    small, large = (partial(checking_words, length) for length in (1_500, 6_000))
    assert_growth(small, large, times=8, spare=0.5)


def test_all_repetitions_after_one_another_do_not_hang() -> None:
    text = "".join(unit * (2_000 // len(unit)) + "\n" for unit in HOSTILE)
    assert_brief(checking(text), limit=10)
