"""The words of a statement as labels need them: what can name a theme, and what carries what.

A noun names, unless it is vague or a place. An adjective counts where it stands before such a
noun. A verb names only where nouns do not: as a noun of its own, *Übersetzen*.

A statement carries a term if it has it as a word, in any inflection, or inside a compound:
*Sprachmittlung* and *Sprach-App* both carry *Sprache*.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.lang.de.stop_words import STOP_WORDS

from nlp import language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_SHORTEST = 3  # letters of a word that names something
_SHORTEST_ADJECTIVE = 5
_LONGEST_SHOUT = 6  # letters; longer words in capitals are shouted, no abbreviations

# Nouns that name nothing: a label made of them says as much as "theme 7".
VAGUE = frozenset(
    "alternative anfang angabe anzahl art aspekt aufgabe aussage bedarf beginn beispiel bereich "
    "bezug bspw celsius co ding ebene ende ergebnis euro fall folge form frage gemeinde grad "
    "grund handvoll herausforderung hürde information jahr kommune kreis lage leute lösung mal "
    "mangel maßnahme mensch mittel möglichkeit monat nachfrage nachteil ort person "
    "planungskonferenz problem problematik protokoll prozent punkt rahmen regel reihe runde "
    "sache schritt schwierigkeit seite sicht situation stadt stelle stunde tag teil "
    "teilnehmende thema uhr umgang umstand verfügung vielzahl vordergrund vorteil weg weise "
    "wichtigkeit woche zahl zeit ziel zusammenhang".split()
)
# Nouns that name something only together with what follows them: *Abschaffung der Maut*.
RELATIONAL = frozenset(
    "abbau abschaffung anpassung anspruch anteil antrag aufbau ausbau aussetzung ausweitung bau "
    "bearbeitung bedeutung beginn bereitstellung beschaffung besuch durchführung einführung "
    "einhaltung einrichtung einsatz entwicklung erhalt erhöhung erreichen errichtung erstellung "
    "fehlen folgen gewährleistung gruppe nutzung optimierung platz reduktion reduzierung "
    "regelung regulierung schaffung senkung sicherung stärkung umsetzung umstellung "
    "unterstützung verbesserung verbot vergabe verlängerung vermeidung verwendung verzicht "
    "vorlage wechsel zugang zunahme".split()
)
_VAGUE_ADJECTIVES = frozenset(
    "aktuell allgemein besonder best bestehend bestimmt betroffen bisherig deutlich einzeln "
    "entsprechend erheblich erneut folgend ganz gering gesamt groß gut halb häufig heutig hoch "
    "insgesamt jährlich jeweilig jung kommend konkret künftig lang letzt mehrfach mittler "
    "möglich nächst neu nötig notwendig obig relevant richtig schlecht schnell sogenannt "
    "sonstig spät stark tatsächlich überwiegend unnötig unterschiedlich verschieden viert voll "
    "vorhanden weit weiter wenig wesentlich wichtig zahlreich zunehmend zusätzlich zuständig "
    "zweit".split()
)
_VAGUE_VERBS = frozenset(
    "anbieten arbeiten bedeuten bekommen benötigen bestehen bieten bleiben brauchen bringen "
    "denken entstehen erhalten erreichen fehlen finden fordern führen geben gehen gelten haben "
    "halten heißen hinzufügen holen kennen kommen können lassen laufen leben legen liegen lösen "
    "machen meinen müssen nehmen nutzen sagen schaffen schauen scheitern sehen sein setzen "
    "sollen sprechen stehen stellen suchen tun überlegen verlieren werden wissen wollen "
    "wünschen zeigen ziehen".split()
)
_NO_PARTS = VAGUE | STOP_WORDS
_ENDINGS = ("en", "em", "er", "es", "e")
# The plural of such nouns is the lemma, and their dative one letter longer.
_UNCHANGED_PLURALS = ("er", "el", "erte", "igte", "ende")
_ROMAN = frozenset("IVX")


class Kind(Enum):
    """What a word does in a label."""

    NOUN = auto()
    ADJECTIVE = auto()
    VERB = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """A token: as written, its dictionary form, and what it can do in a label."""

    text: str
    lemma: str
    kind: Kind

    @property
    def naming(self) -> bool:
        """Whether it is a noun that says something."""
        return self.kind is Kind.NOUN

    @property
    def terms(self) -> tuple[str, ...]:
        """What a statement with this word carries."""
        if self.kind is Kind.OTHER:
            return ()
        return (self.lemma, *parts(self.lemma)) if self.naming else (self.lemma,)


def words(text: str, without: Collection[str] = ()) -> tuple[Word, ...]:
    """Return the tokens of ``text``; ``without``, folded, never name anything.

    In a text that is all lower case a noun is what the dictionary knows as one.
    """
    tokens = [
        (token.text, token.lemma_) for token in language.german()(text) if not token.is_space
    ]
    lower = not any(letter.isupper() for letter in text)
    kinds = [_kind(written, lemma, without, lower=lower) for written, lemma in tokens]
    found: list[Word] = []
    for place, ((written, lemma), kind) in enumerate(zip(tokens, kinds, strict=True)):
        following = kinds[place + 1] if place + 1 < len(kinds) else Kind.OTHER
        if kind is Kind.ADJECTIVE and following is not Kind.NOUN:
            kind = Kind.OTHER  # noqa: PLW2901 - an adjective counts before its noun only
        shown = written.capitalize() if lower and kind is Kind.NOUN else written
        found.append(Word(shown, lemma, kind))
    return tuple(found)


def excluded_words(names: Iterable[str]) -> frozenset[str]:
    """Return the folded words that must not name a theme, inflections of the names included."""
    bare = {
        part.casefold()
        for name in names
        for part in (name, *name.split(), *name.replace("-", " ").split())
        if part
    }
    return frozenset(form for name in bare for form in (name, f"{name}s", f"{name}er"))


def _kind(written: str, lemma: str, without: Collection[str], *, lower: bool) -> Kind:
    folded = {written.casefold(), lemma.casefold()}
    if len(written) < _SHORTEST or not written[0].isalpha() or not written[-1].isalnum():
        return Kind.OTHER
    if not folded.isdisjoint(STOP_WORDS) or not folded.isdisjoint(without):
        return Kind.OTHER
    if lemma[0].isupper() and (lower or written[0].isupper()):
        return Kind.NOUN if _says_something(written, folded) else Kind.OTHER
    if not written.isalpha() or written[0].isupper():
        return Kind.OTHER
    if _is_adjective(written, lemma):
        return Kind.ADJECTIVE
    return Kind.VERB if _is_verb(lemma) else Kind.OTHER


def _says_something(written: str, folded: Collection[str]) -> bool:
    shouted = written.isupper() and len(written) > _LONGEST_SHOUT
    return not shouted and not _ROMAN.issuperset(written) and VAGUE.isdisjoint(folded)


@lru_cache(maxsize=100_000)
def _is_adjective(written: str, lemma: str) -> bool:
    """Tell whether a word is an inflected adjective that says something."""
    return (
        len(lemma) >= _SHORTEST_ADJECTIVE
        and lemma.islower()
        and any(written == lemma + ending for ending in _ENDINGS)
        and not lemma.endswith("en")
        and lemma not in _VAGUE_ADJECTIVES
        and lemma not in STOP_WORDS
    )


@lru_cache(maxsize=100_000)
def _is_verb(lemma: str) -> bool:
    """Tell whether a lemma is a verb that says something: its third person has this lemma."""
    if not lemma.islower() or not lemma.endswith("en") or lemma in _VAGUE_VERBS | STOP_WORDS:
        return False
    stem = lemma.removesuffix("en")
    return len(stem) >= _SHORTEST and lemma in {
        language.lemma(f"{stem}t"),
        language.lemma(f"{stem}et"),
    }


@lru_cache(maxsize=100_000)
def parts(lemma: str) -> tuple[str, ...]:
    """Return the nouns inside a compound that can name something, without the word itself."""
    return tuple(
        dict.fromkeys(
            piece
            for piece in _pieces(lemma)
            if piece != lemma and len(piece) >= _SHORTEST and piece.casefold() not in _NO_PARTS
        )
    )


def _pieces(lemma: str) -> Iterator[str]:
    """Yield the parts of a compound; of one with hyphens, also the parts of its parts."""
    if "-" not in lemma:
        yield from language.splitter().split(lemma)
        return
    for piece in lemma.split("-"):
        if piece[:1].isupper():
            yield language.lemma(piece)
            yield from language.splitter().split(piece)


def related(one: str, other: str) -> bool:
    """Tell whether two terms are the same, or one is a part of the other."""
    return one == other or one in parts(other) or other in parts(one)


def usual_form(lemma: str, forms: Sequence[str]) -> str:
    """Return the most frequent form of a noun that can stand alone.

    Genitives and dative plurals cannot: *Amtes* gives *Amt*, *Kindern* gives *Kinder*,
    *Geflüchteten* gives *Geflüchtete*.
    """
    counts = Counter(_standing(lemma, form) for form in forms)
    return min(counts, key=lambda form: (-counts[form], form))


@lru_cache(maxsize=100_000)
def _standing(lemma: str, form: str) -> str:
    if form in {f"{lemma}s", f"{lemma}es"}:
        return lemma
    shorter = form.removesuffix("n")
    if shorter == lemma:
        return lemma if lemma.endswith(_UNCHANGED_PLURALS) else form
    if lemma in {form, f"{form}r"}:
        return form
    return shorter if language.lemma(shorter) == lemma else form
