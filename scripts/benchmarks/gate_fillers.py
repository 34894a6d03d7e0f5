"""What is filled into the templates of the generated notes: persons, numbers, addresses.

Check digits are computed here by their definitions, not by the gate's own functions.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stdnum.iso7064 import mod_11_10, mod_97_10

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

NAMES: Final = Path(__file__).parent / "gate_names"


# --- Persons ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Background:
    """Usual names of one language, in the spellings of German registers."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    last: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a note; ``second`` is the other half of a double name."""

    first: str
    last: str
    second: str

    def written(self, form: str) -> tuple[str, str]:
        """Return the name in a form, and the ending that is not part of it."""
        full = f"{self.first} {self.last}"
        initial = self.first[0] + "."
        texts = {
            "first": self.first,
            "last": self.last,
            "full": full,
            "last_first": f"{self.last}, {self.first}",
            "short": f"{initial} {self.last}",
            "initials": f"{initial} {self.last[0]}.",
            "initial": f"{self.last[0]}.",
            "caps": full.upper(),
            "broken": f"{self.first}\n{self.last}",
            "double": f"{full}-{self.second}",
        }
        name = texts[form.removesuffix("gen")]
        if not form.endswith("gen"):
            return name, ""
        return name, "’" if name.lower().endswith(tuple("szxß")) else "s"


def backgrounds() -> dict[str, Background]:
    """Return the name lists by language."""
    return {file.stem: _background(file) for file in sorted(NAMES.glob("*.txt"))}


def _background(file: Path) -> Background:
    paragraphs = file.read_text(encoding="utf-8").strip().split("\n\n")
    women, men, last = (tuple(names.replace("\n", " ").split(", ")) for names in paragraphs)
    return Background(women, men, last)


# --- Numbers ----------------------------------------------------------------------------


def _digits(rng: Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count))


def _number(rng: Random, pattern: str) -> str:
    """Return the pattern with ``#`` as any digit and ``X`` as any of some letters."""
    signs = {"#": "0123456789", "X": "ABDEGHKMNRST"}
    return "".join(rng.choice(signs.get(sign, sign)) for sign in pattern)


def _one(*patterns: str) -> Callable[[Random], str]:
    return lambda rng: _number(rng, rng.choice(patterns))


def _iban(rng: Random) -> str:
    account = _digits(rng, 18)
    compact = f"DE{mod_97_10.calc_check_digits(account + 'DE')}{account}"
    return rng.choice([compact, " ".join(re.findall(".{1,4}", compact))])


def _tax_id(rng: Random) -> str:
    """§ 139b AO: among the first ten digits exactly one comes twice."""
    digits = rng.sample("0123456789", 10)
    digits[rng.randrange(5, 10)] = digits[rng.randrange(5)]
    if digits[0] == "0":
        digits.reverse()
    body = "".join(digits)
    number = body + mod_11_10.calc_check_digit(body)
    return rng.choice([number, f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"])


def _weighted(body: str, weights: tuple[int, ...]) -> str:
    """Return the sum of the digits of the products, modulo ten, letters as two digits."""
    digits = "".join(c if c.isdigit() else f"{ord(c) - 64:02d}" for c in body)
    products = (int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return str(sum(int(digit) for product in products for digit in str(product)) % 10)


def _pension(rng: Random) -> str:
    body = f"{rng.choice(['13', '42', '65'])}{_born(rng):%d%m%y}{rng.choice('ABHKMNRS')}"
    body += _digits(rng, 2)
    number = body + _weighted(body, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1))
    return rng.choice([number, f"{number[:2]} {number[2:8]} {number[8]} {number[9:]}"])


def _health(rng: Random) -> str:
    body = rng.choice("ABCDEFGHKLMNPRSTWXZ") + _digits(rng, 8)
    return body + _weighted(body, (1, 2) * 5)


def _document(rng: Random, first: str) -> str:
    """Return a serial number with its check digit (ICAO Doc 9303, weights 7, 3, 1)."""
    serial = rng.choice(first) + "".join(rng.choices("0123456789CFGHJKLMNPRTVWXYZ", k=8))
    total = sum(int(sign, 36) * (7, 3, 1)[place % 3] for place, sign in enumerate(serial))
    return serial + str(total % 10)


# --- Dates and places ---------------------------------------------------------------------

_MONTHS = tuple(
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
)


@dataclass(frozen=True, slots=True)
class _Day:
    day: int
    month: int
    year: int

    def __format__(self, pattern: str) -> str:
        """Format ``%d%m%y`` without the limits of :mod:`datetime`'s locale."""
        values = {
            "%d": f"{self.day:02d}",
            "%m": f"{self.month:02d}",
            "%y": f"{self.year % 100:02d}",
        }
        return re.sub("%[dmy]", lambda match: values[match[0]], pattern)

    def written(self, rng: Random) -> str:
        return rng.choice(
            [
                f"{self.day:02d}.{self.month:02d}.{self.year}",
                f"{self.day}.{self.month}.{self.year}",
                f"{self.day}. {_MONTHS[self.month - 1]} {self.year}",
                f"{self.day:02d}.{self.month:02d}.{self.year % 100:02d}",
            ]
        )


def _born(rng: Random) -> _Day:
    return _Day(rng.randint(1, 28), rng.randint(1, 12), rng.randint(1955, 2017))


def _recent(rng: Random) -> _Day:
    return _Day(rng.randint(1, 28), rng.randint(1, 12), rng.randint(2023, 2026))


_STREETS = (
    *("Ahornstraße", "Berliner Str.", "Lindenweg", "Am Alten Markt", "An der Lutter"),
    *("Postweg", "Hauptstr.", "Auf dem Kampe", "Im Esch", "Kirchplatz", "Brockhagener Straße"),
    *(
        "Wilhelm-Raabe-Straße",
        "Zum Sportplatz",
        "Teutoburger Weg",
        "Unter den Eichen",
        "Kökerallee",
    ),
)
_TOWNS = (
    *("Halle (Westf.)", "Verl", "Rietberg", "Steinhagen", "Harsewinkel", "Werther (Westf.)"),
    *("Beckum", "Ennigerloh", "Bünde", "Vlotho", "Büren", "Salzkotten", "Olpe", "Attendorn"),
    *("Rheda-Wiedenbrück", "Schloß Holte-Stukenbrock", "Langenberg", "Herzebrock-Clarholz"),
)
_PLACES = (
    *("33330 Gütersloh", "33775 Versmold", "59269 Beckum", "32257 Bünde", "33415 Verl"),
    *("33790 Halle (Westf.)", "57462 Olpe", "33378 Rheda-Wiedenbrück", "D-48231 Warendorf"),
)


def _street(rng: Random) -> str:
    return f"{rng.choice(_STREETS)} {rng.randint(1, 160)}{rng.choice(['', '', '', 'a', ' b'])}"


# --- Fillers ------------------------------------------------------------------------------


def email(person: Person, rng: Random) -> str:
    """Return an address made of the person's name."""
    name = f"{person.first} {person.last}".lower().translate(str.maketrans("łıß", "lis"))
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.findall("[a-z]+", letters)
    box = rng.choice(
        [".".join(words), words[0][0] + words[-1], f"{words[-1]}{rng.randint(70, 99)}"]
    )
    at = rng.choice(["@", "@", "@", " (at) "])
    return box + at + rng.choice(["gmx.de", "web.de", "kreis-musterland.de", "gmail.com"])


IDENTIFIERS: Final[Mapping[str, tuple[str, Callable[[Random], str]]]] = {
    "phone": (
        "phone",
        _one(
            *("0176 ########", "05241/85-####", "(05204) ## ## ##", "0151-########"),
            *("+49 5241 85####", "05425 #####", "+49 (0) 170 #######", "01522 #######"),
        ),
    ),
    "phone_int": (
        "phone",
        _one("+380 67 ### ## ##", "+90 532 ### ## ##", "0040 721 ### ###", "+963 944 ######"),
    ),
    "iban": ("iban", _iban),
    "tax": ("tax_id", _tax_id),
    "pension": ("pension_number", _pension),
    "health": ("health_insurance_number", _health),
    "idcard": ("identity_document", lambda rng: _document(rng, "LMPRTVWXY")),
    "passport": ("identity_document", lambda rng: _document(rng, "CFGHJK")),
    "case": (
        "case_number",
        _one("32-4/2024-###", "33.21.04-X/####", "5 K ####/23.A", "XXX-2024/#####"),
    ),
    "case_bare": ("case_number", _one("32-4/2024-###", "50.2-X-####", "ABH-2024/#####")),
    "azr": ("case_number", _one("2404########")),
    "bg": ("case_number", _one("31704BG#######", "31704//#######")),
    "customer": ("case_number", _one("317D######", "317X######")),
    "bamf": ("case_number", _one("7######-475", "8######-423")),
    "plate": ("licence_plate", _one("GT-XX 1##", "HF-X 2###", "WAF XX 3#", "PB-XX 4###")),
    "born": ("birth_date", lambda rng: _born(rng).written(rng)),
    "born_bare": ("birth_date", lambda rng: _born(rng).written(rng)),
    "street": ("address", _street),
    "place": ("address", lambda rng: rng.choice(_PLACES)),
    "day": ("date", lambda rng: _recent(rng).written(rng)),
    "kita": (
        "institution",
        _one(
            "Kita Regenbogen", "Kindertagesstätte Löwenzahn", "KiTa St. Marien", "Kita Pusteblume"
        ),
    ),
    "small_school": (
        "institution",
        _one("Grundschule Am Ravensberg", "Astrid-Lindgren-Schule", "Josef-Grundschule"),
    ),
    "employer": (
        "employer",
        _one("Bäckerei Niemeier", "Spedition Hagemeyer GmbH", "Hotel Zur Linde", "Autohaus Kroll"),
    ),
}
"""Slots that hold personal data: their type, and how they are made."""

FREE: Final[Mapping[str, Callable[[Random], str]]] = {
    "town": lambda rng: rng.choice(_TOWNS),
    "conference": lambda rng: _recent(rng).written(rng),
    "region": lambda rng: rng.choice(
        ["Ostafrika", "dem Nahen Osten", "Südosteuropa", "Westasien", "Zentralasien", "Osteuropa"]
    ),
    "language": lambda rng: rng.choice(
        [
            "Tigrinya",
            "Dari",
            "Kurmandschi",
            "Arabisch",
            "Ukrainisch",
            "Rumänisch",
            "Somali",
            "Romanes",
        ]
    ),
}
"""Slots that hold nothing personal."""
