"""Passwords that are tried first: those made of few well-known parts.

Lists of stolen passwords look alike: a word or a first name that many take, a row of keys, a
year, something twice, an exclamation mark. Written out, those combinations would fill a large
file and still miss the next year; so only their parts are kept here, and a password is looked
at for how many of them it takes (after Wheeler, zxcvbn, USENIX Security 2016, much simplified).
"""

from __future__ import annotations

from typing import Final

ENOUGH: Final = 4.5
"""A password of fewer parts than this is tried first: so many words with a sign between two."""
_WHOLE, _HALF = 2, 1  # what a part, and a sign between parts, counts
_LONGEST: Final = 20  # characters of a part
_SHORTEST_ROW: Final = 3  # keys side by side
_YEAR_DIGITS: Final = 4
_CENTURIES: Final = ("19", "20")

_SWAPPED: Final = str.maketrans("0134578@$!|", "oleastbasil")
"""Digits and signs that stand for a letter."""
_WRITTEN_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_ROWS: Final = (
    "1234567890", "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertzuiop", "qwertyuiop",
    "azertyuiop", "asdfghjkl", "yxcvbnm", "zxcvbnm", "qayxswedcvfrtgbnhzujm", "147258369",
    "741852963", "159357", "789456123", "1qay2wsx3edc4rfv5tgb", "1qaz2wsx3edc4rfv5tgb",
    "1q2w3e4r5t6z7u8i9o0p", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5z6u7i8o9p0",
    "q1w2e3r4t5y6u7i8o9p0", "a1b2c3d4e5f6g7h8", "1a2b3c4d5e6f7g8h", "qweasdyxc", "qweasdzxc",
)  # fmt: skip
_KEYS: Final = tuple(way for row in _ROWS for way in (row, row[::-1]))
WORDS: Final = frozenset(
    """
    aaron abc account adidas admin administration administrator adrian alex alexander alexandra
    alles amanda amerika amsterdam andrea andreas andrew angel angela angelika angelina anja anna
    anne annika anthony antonia apfel apollo apple april ashley auto autobahn avatar baby babygirl
    banane bank barbara barcelona baseball basketball batman bayern behoerde benjamin benutzer
    berlin bernd bernhard bianca bielefeld birgit bitte blabla blume blumen borussia bremen
    brigitte buero buffy bundesliga bundeswehr bushido buster butterfly bvb carina carmen carolin
    caroline change changeme charlie charlotte chef chelsea chicken chocolate chris christian
    christina christine christoph christopher claudia cocacola computer cookie cornelia corona
    dagmar daniel daniela david december default demo denise dennis deutschland dezember diamond
    dienst dieter dominik donald dortmund drache dragon dresden duesseldorf duisburg eagle einfach
    einstein eintracht elefant elisabeth emma england erdbeere erfolg erika essen euro eva fabian
    facebook familie family fantasy fc fcbayern februar felix ferrari feuer feuerwehr firma fisch
    florian florida flower fluss football forever fortuna frank frankfurt franz franziska frau
    freedom freiheit freund freunde frieda friend friends fritz frosch fussball gabriele garten
    gast geheim geheimes geheimnis geld gemeinde george germany ginger gitarre gladbach goldfisch
    google gott guest guetersloh hahaha hallo hamburg hammer hamster handball hannah hannover hans
    harry hase haus heidi heiko heinrich hello hendrik herbert herford herz hoffnung holger home
    hund hunter ich ichliebe ichliebedich ilove iloveyou info ingrid install integration internet
    isabel isabella istanbul italien jaguar jakob james jan januar jasmin jason jennifer jens
    jessica jesus joerg johanna johannes john johnny jonas jonathan jordan joshua juergen juli
    julia julian juni justin kaffee karin kartoffel katharina kathrin katja katze kawasaki
    keineahnung kennwort kerstin kevin key killer kim kind kinder kindergarten koblenz koeln komm
    kommune koordination kraft kreis kuchen kueche land landrat lara larissa lars laura leben
    leipzig lena leon leonie letmein licht liebe liebling linda linkin linkinpark lisa liverpool
    login logitech lol london love lovely loveme lucky lukas luna madrid mama mami manchester
    manfred mann mannheim manuel manuela marcel marco marcus maria marie marina mario marion mark
    markus marlboro marlene martin martina marvin master mathias matrix matthew matthias maus max
    maximilian meier mein meine meister melanie melissa mercedes merlin messi meyer michael
    michaela michelle mickey minecraft miriam mond monika monkey monster montag moritz motorrad
    mueller muenchen muenster music musik mustang mutter nadine naruto natalie natascha neu nicole
    niklas nils nintendo norbert november null nummer office oktober oliver olivia online ordner
    oscar ostern papa paradise park pascal pass passat passwd password passwort patricia patrick
    paul pauline pepper peter pferd pferde philipp pirat pizza plan playboy pokemon polizei porsche
    portal princess prinz prinzessin privat projekt protokoll purple qaywsx qwert rainer ralf
    rammstein rathaus regen regenbogen regina renate richard robert robin roland ronaldo root rosen
    rudolf russland sabine sabrina samantha samstag samsung samuel sandra sarah sascha schalke
    schatz schatzi schluessel schmetterling schmidt schnecke schneider schnuffel schokolade schule
    schwarz schweden schwein schweiz sebastian secret secure segeln september service shadow sicher
    siemens silke silver silvia simon simone simpsons snoopy soccer sommer sommerzeit sonne
    sonnenblume sonnenschein sonntag sophia sophie spanien spiderman sport stadt stadtverwaltung
    start starwars stefan stefanie steffen stella stephan stephanie stern sternchen sterne student
    stuttgart summer sunshine super superman susanne suzuki sven sweet system tamara tanja taylor
    teddy telefon temp tennis test testen tester testtest theme themen themenradar theodor thomas
    thorsten thunder tiger tigger tim tina tobias tochter tom torsten trustno turtle twilight
    ulrike unknown urlaub ursula user valentin vanessa vater veronika verwaltung victoria viktoria
    vogel volker volkswagen walter wasser welcome welt werder werner westfalen wetter whatever
    wilhelm william willkommen windows winter woche wolf wolfgang wort xbox yamaha yvonne zeit
    zimmer zugang zuhause zwilling
    """.split()
)
"""Words that many take: German and English, first names, clubs, places, what the work is about."""


def parts(password: str) -> float:
    """Return of how many parts a password is made, at least; ``1`` is a single word.

    A part is a word, keys that lie in a row, one character several times, a year, two digits,
    or whatever single letter is left. A sign between them counts half.
    """
    small = password.casefold().translate(_WRITTEN_OUT)
    unit = _repeated(small)
    again = _WHOLE if len(unit) < len(small) else 0
    return (_count(unit) + again) / _WHOLE


def _repeated(text: str) -> str:
    """Return what a text repeats from its start to its end; the text where it does not."""
    return text[: (text + text).find(text, 1)]


def _count(text: str) -> int:
    plain = text.translate(_SWAPPED)
    least = [0] + [_WHOLE * len(text)] * len(text)  # up to each place
    for start in range(len(text)):
        for end in range(start + 1, min(start + _LONGEST, len(text)) + 1):
            cost = _cost(text[start:end], plain[start:end])
            least[end] = min(least[end], least[start] + cost)
    return least[-1]


def _cost(text: str, plain: str) -> int:
    """Return what a piece of a password counts: one part, or as many as it has letters."""
    if len(text) == 1:
        return _WHOLE if text.isalnum() else _HALF
    known = text in WORDS or plain in WORDS or len(set(text)) == 1 or _is_number(text)
    in_row = len(text) >= _SHORTEST_ROW and any(text in row for row in _KEYS)
    return _WHOLE if known or in_row else _WHOLE * len(text)


def _is_number(text: str) -> bool:
    if not text.isdecimal():
        return False
    return len(text) == len("99") or (len(text) == _YEAR_DIGITS and text.startswith(_CENTURIES))
