"""Names that stand behind a title, a role or a word of kin."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.anonymity.names import lexica
from nlp.anonymity.names.allowed import is_allowed
from nlp.anonymity.names.vocabulary import (
    UPPER,
    is_abbreviation,
    is_first_name,
    is_rather_name,
    may_be_name,
    may_be_surname,
)
from nlp.anonymity.rules import one_of, rule, words
from nlp.language import lemma
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.anonymity.rules import Found, Match, Rule

# --- What a name looks like -----------------------------------------------------------

# A word of a name, or an initial.
_WORD = (
    rf"[{UPPER}](?:\.(?:-[{UPPER}]\.)?(?=\W|$)|"
    rf"[\w'’]{{1,40}}(?:-[{UPPER}][\w'’]{{1,40}}){{0,3}}|(?!\w))"
)
_PARTICLE = (
    r"(?:(?:(?:von|van|vom|zu|zum|zur|ter|de|dos|da|di|del|della)(?: de[rnm])?|"
    r"[aAeE][lnszrt]|bin|ibn|bint|abu|Abu|Ben|Bin|Ibn|Mc|Mac|O'|D'|d')[ -]?){0,2}"
)
FULL_NAME = rf"{_PARTICLE}{_WORD}(?:[ ](?!zu){_PARTICLE}{_WORD}){{0,2}}"
"""A pattern for up to three words of a name with the particles before them."""

_AND = r"(?:[ ]?(?:,|und|u\.|&|/)[ ])"
_SEVERAL = rf"(?P<name>{FULL_NAME})(?:{_AND}{FULL_NAME}(?!\w)){{0,4}}"
DEGREE = one_of(
    *(r"Univ\.?-?", r"Prim\.", r"O[AÄ]", r"Prof(?:essor(?:in)?)?\.?", r"D?Dr\.?(?:in|ª|a)?", "PD"),
    *(
        r"Priv\.?[ -]?Doz\.",
        r"Doz\.",
        r"Mag\.",
        r"Dipl\.-\w+(?:[.-]\w{2,20})*\.?",
        r"[Mm][Ee][Dd]\.?",
        r"phil\.",
    ),
    *(r"jur\.", r"rer\. ?\w+\.", r"Ing\.", r"h\. ?c\.", r"mult\.", r"univ\w*\.", r"habil\."),
)
"""An academic degree or a part of one."""


def _first(match: Match) -> str:
    """Return the first word of the name that is no particle and no initial."""
    found = match["name"].split()
    return next((w for w in found if w[:1].isupper() and len(w) > 2), found[0])  # noqa: PLR2004


# --- Titles ----------------------------------------------------------------------------

# What stands behind "Frau" or "Herr" and is no name.
NO_NAMES = words(
    "Mitte Anfang Ende Alter Jahre Herkunft* Familienstand Geschlecht Aufenthalt* Kinder Kind "
    "Bildung* Beruf* Sprach* Wohn* Nationalität Religion Staats* Die Der Das Sie Er Es Ein "
    "Eine In Im Mit Und Oder Für Bei Als Wenn Zu Nach Auf An Aus Von Vor Seit Wir Ich Ihr Ihre "
    "Seine Doktor Professor* Präsident* Dipl* Kolleg* Minister* Bürgermeister* Landrat Landrätin "
    "Vorsitzende* Nachbar* Lehrer* Holle Gott Oetker X Y Z XY XX XXX N.N. NN Familie Herr Frau",
    ending=r"$",
    flags=re.IGNORECASE,
)
"""Words behind ``Frau`` or ``Herr`` that are no names."""

# What stands behind "Familie" and is no name: fields of work, stages of the Bildungskette.
_NO_FAMILIES = words(
    "Zentrum Kita* Schul* Beruf* Arbeit* Bildung* Kind* Jugend* Gesundheit Wohn* "
    "Freund* Freizeit Haushalt Pflege Soziale* Frau* Senior* Kultur Sport Sprach* "
    "Integration Primar* Sekundar* Herkunft* Status Anzahl Alter Problem* Lage Bedarf* "
    "Übergang Ausbildung Studium Handlungsfeld Thema Themen Angebot* Hilfe* Eltern* Migration "
    "Teilhabe Beratung* Nr Kommune Kreis Land Bund Ebene SGB Umfeld Ehe Partner* Gruppe Asyl* "
    "Flucht* Stadt Amt Familie* Heimat Fall Einkommen Finanzen Geld Mutter Vater X Y Z XY",
    flags=re.IGNORECASE,
)
# Where a compound ends like this, it is a place: "Rheinradweg".
_PLACE = re.compile(r"\w(?:stra(?:ß|ss)e|platz|allee|weg|schule|stiftung|klinik|gymnasium)$")
# An office between "Frau" and the name.
_OFFICE = one_of(
    r"[A-ZÄÖÜ][a-zäöü]+(?:meister|rat|rätin|präsident|lehrer|leiter|arzt|anwalt)(?:in)?",
    *("Kolleg(?:e|in)", r"Pfarrer(?:in)?", r"Dezernent(?:in)?", r"Minister(?:in)?", "Doktor"),
    *(
        r"Rektor(?:in)?",
        r"Richter(?:in)?",
        "Anwältin",
        "Ärztin",
        r"Lehrer(?:in)?",
        "Professor(?:in)?",
    ),
)
_PLACES_NAMED = re.compile(
    r"(?:[ -]|^)(?i:stra(?:ß|ss)e|str\.|platz|allee|weg|ring|schule|stiftung|haus|klinik|"
    r"gymnasium)\b"
)


def _is_name(match: Match) -> bool:
    following = match.string[match.end() : match.end() + 12]
    if following.startswith(":") or NO_NAMES.match(_first(match)) or _says_where(match):
        return False
    if _PLACES_NAMED.match(following) or _PLACES_NAMED.search(match["name"]):
        return False
    # A cell may end behind "Frau": then any noun may follow.
    broken = "\n" in match[0] or "\t" in match[0]
    return not broken or (may_be_name(_first(match)) and _first(match) != "Mann")


def _says_where(match: Match) -> bool:
    """Check for where somebody is from rather than a name: ``Frau vom Erdgeschoss``."""
    first = _first(match)
    contracted = match["name"].startswith(("vom ", "zum ", "zur "))
    return contracted and not may_be_name(first) and len(first) > 4  # noqa: PLR2004 - "Hof"


def _is_family(match: Match) -> bool:
    first = match["name"].split()[0]
    return _is_name(match) and not _NO_FAMILIES.match(first) and may_be_surname(_first(match))


# --- Roles and kin ---------------------------------------------------------------------

# Endings of a word for what a person is at work or for others.
_ROLES = tuple(
    "manager managerin meister meisterin landrat landrätin dezernent dezernentin bearbeiter "
    "bearbeiterin arbeiter arbeiterin lehrer lehrerin leiter leiterin klient klienten klientin "
    "mandant mandanten mandantin patient patienten patientin schüler schülerin kollege kollegen "
    "kollegin berater beraterin betreuer betreuerin erzieher erzieherin rektor rektorin anwalt "
    "anwältin arzt ärztin hebamme pfarrer pfarrerin pastor pastorin imam vormund dolmetscher "
    "dolmetscherin mittler mittlerin helfer helferin lotse lotsin richter richterin vermieter "
    "vermieterin nachbar nachbarn nachbarin trainer trainerin koordinator koordinatorin bewohner "
    "bewohnerin pate patin praktikant praktikantin partner partnerin minister ministerin pfleger "
    "pflegerin therapeut therapeutin psychologe psychologin antragsteller antragstellerin "
    "teilnehmer teilnehmerin mitarbeiter mitarbeiterin pädagoge pädagogin zeuge zeugin chef "
    "chefin ratsuchende ratsuchender vorsitzende vorsitzender beigeordnete beigeordneter freund "
    "freundin klägerin kläger geflüchtete geflüchteter mieter mieterin schulleitung hausmeister "
    "polizist polizistin lehrkraft leitung kommissar kommissarin professor professorin referent "
    "referentin".split()
)
# Endings of a word of kin.
_KIN = tuple(
    "mutter vater vaters mama papa sohn sohnes söhne söhnen tochter töchter töchtern bruder "
    "bruders brüder brüdern schwester schwestern geschwister zwillinge cousin cousine onkel tante "
    "opa oma ehemann ehemannes ehefrau mann gattin gatte neffe neffen nichte enkel enkelin kind "
    "kindes kinder kindern baby säugling schwager schwägerin lebensgefährte lebensgefährtin "
    "verlobte verlobter mädchen junge jungen eltern".split()
)
# Endings of words that are none of these.
_NO_HOLDERS = ("rzeuge", "kzeuge", "gzeuge", "umleitung", "anleitung", "einleitung", "zuleitung")
# Behind a role these are prepositions.
_NO_PREPOSITION = r"(?!(?:von|vom|zu|zum|zur|da|de|an|al)[ ])"
_HOLDER = (
    rf"(?<![\w-])(?P<holder>[A-ZÄÖÜ][\w-]{{1,40}})(?=(?P<comma>,?)[ \n](?:namens[ ])?"
    rf"{_NO_PREPOSITION}(?P<it>{_SEVERAL}))"
)


def _names_somebody(match: Match) -> bool:
    """Tell a name from the noun that may follow in a table, a list or a heading."""
    first = _first(match)
    holder, following = match["holder"].casefold(), match.string[match.end("it") :][:1]
    if not holder.endswith(_ROLES + _KIN) or holder.endswith(_NO_HOLDERS):
        return False
    if match["comma"] and not is_first_name(first) and following not in {",", "("}:
        return False
    if NO_NAMES.match(first) or match.string.startswith(":", match.end("name")):
        return False
    if re.fullmatch(rf"[{UPPER}]\.?", first):
        return first.endswith(".")
    # An adjective with a participle that serves as a noun: "Junge Zugewanderte".
    if holder == "junge" and first.endswith(("te", "ten", "ter", "ende", "enden", "ene", "enen")):
        return False
    return (may_be_name(first) and not _PLACE.search(first)) or _is_short_name(first, match)


def _is_short_name(word: str, match: Match) -> bool:
    """Check for names that are written like something else: ``Mutter ANA``, ``Tochter Nur``."""
    if is_abbreviation(word):
        return lexica.has_name(word) and len(word) > 2 and not is_allowed(word)  # noqa: PLR2004 - "DU", "ER"
    is_kin = match["holder"].casefold().endswith(_KIN) and "\n" not in match[0] + match["it"]
    alone = match.string[match.end("it") : match.end("it") + 1] in {"", ",", ".", ";", ")", "\n"}
    return is_kin and alone and is_rather_name(word)


def _is_certain_name(match: Match) -> bool:
    return _is_name(match) and may_be_name(_first(match))


def _names_kin(match: Match) -> bool:
    """Check a name in brackets behind a role or a word of kin: ``Ehemann (Waleri)``."""
    holder, name = match["holder"].casefold(), match["it"].split()
    return (
        holder.endswith(_ROLES + _KIN)
        and not holder.endswith(_NO_HOLDERS)
        and not any(map(NO_NAMES.match, name))
        and all(map(may_be_name, name))
    )


RULES: tuple[Rule, ...] = (
    rule(
        "name",
        r"(?<![\w-])(?:(?:[Hh]errn?|[Ff]rau)[ ](?:und|u\.)[ ])?",
        r"(?:[Ff]rau|FRAU|[Hh]errn?|HERRN?|[Hh]r\.|[Ff]r\.)(?:\s{1,2}|(?<=\.))",
        rf"(?:{DEGREE}\s*|{_OFFICE}\s+){{0,5}}(?P<name>{FULL_NAME}(?:, [{UPPER}]\w+(?=,))?)",
        check=_is_name,
        code="title",
    ),
    rule(
        "name",
        r"\b(?:Familien?|FAMILIE|Fam\.|FAM\.|Eheleuten?|Ehepaare?s?|Geschwistern?)[ ]",
        rf"(?P<name>{FULL_NAME})",
        check=_is_family,
        code="title",
    ),
    # At the end of a line "Familie" may be a cell of its own, unless a word leads to it.
    rule(
        "name",
        rf"\b(?:der|die|Die|Der|von|für|bei|einer) Familie\n(?P<name>{FULL_NAME})",
        check=_is_family,
        code="title",
    ),
    rule(
        "name",
        r"(?<![\w-])(?:Univ\.-)?",
        r"(?:Prof\.|Dres\.|Priv\.?[ -]?Doz\.|Mag\.|D?[Dd][Rr]\.|Dr(?:ª|\.a)|Dr  )"
        rf"\s{{0,2}}(?:{DEGREE}\s{{0,2}}){{0,4}}(?P<name>{FULL_NAME})",
        check=_is_name,
        code="title",
    ),
    # A full stop where none belongs: "Frau. Krause".
    rule(
        "name",
        rf"\b(?:Frau|Herrn?)\. (?P<name>[{UPPER}][\w'’-]{{1,40}})(?!\w)",
        check=_is_certain_name,
        code="title",
    ),
    rule("name", _HOLDER, check=_names_somebody, code="role"),
    rule(
        "name",
        r"(?<![\w-])(?P<holder>[A-ZÄÖÜ][\w-]{1,40}) \(",
        rf"(?P<it>[{UPPER}][\w'’-]{{1,40}}(?: [{UPPER}][\w'’-]{{1,40}}){{0,2}})(?=[,)])",
        check=_names_kin,
        code="role",
    ),
)


def find_persons(text: str) -> Iterator[Found]:
    """Yield the names behind titles and roles without the noun that may follow them."""
    for one in RULES:
        for found in one.find(text):
            yield replace(found, span=_without_noun(text, found.span))


def _without_noun(text: str, span: Span) -> Span:
    """Cut a plural noun off a full name: ``Frau Claudia Pechstein Kontakte``."""
    *before, last = span.of(text).split()
    names = [word for word in before if word[:1].isupper() and len(word) > 2]  # noqa: PLR2004
    is_full = any(is_first_name(word) for word in names[:-1])
    if not is_full or not last[:1].isupper() or last.isupper() or may_be_name(last):
        return span
    return span if lemma(last) == last else Span(span.start, span.end - len(last) - 1)
