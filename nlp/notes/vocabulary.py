"""The words by which notes are understood: headings, labels, columns, cues. Data only.

Headings and labels are compared after :func:`fold`; a heading belongs to the first kind
that has a matching pattern. Cues are patterns on a sentence as it is written.
"""

from __future__ import annotations

import re
from enum import StrEnum


class SectionKind(StrEnum):
    """What stands under a heading."""

    PROBLEMS = "problems"
    MEASURES = "measures"
    CASE = "case"
    MIXED = "mixed"  # sentence by sentence; the case, if structural problems have a section
    UNCLEAR = "unclear"  # problems; the case, if structural problems have a section
    STEPS = "steps"  # proposals and whatever else is to be done next
    STRENGTHS = "strengths"  # what goes well: no statements
    SILENT = "silent"  # no statements
    FOREIGN = "foreign"  # a paper that is no note: only what a sentence says in so many words


def fold(text: str) -> str:
    """Bring a heading or label into the form that is compared: no number, ``ß`` as ``ss``."""
    bare = _NUMBERING.sub("", text.strip())
    return " ".join(_NO_WORD.sub(" ", bare.casefold()).split())


_NUMBERING = re.compile(
    r"^(?:(?:TOP|Punkt|Teil|Abschnitt)\s*)?(?:[0-9]+(?:\.[0-9]+)*|[A-Za-z]|[IVX]+)[.):]+\s*"
    r"|^TOP\s*[0-9]+\s*|^[0-9]+\s+",
    re.IGNORECASE,
)
_NO_WORD = re.compile(r"[^\w/]+")


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


HEADINGS: tuple[tuple[SectionKind, re.Pattern[str]], ...] = (
    (
        SectionKind.STRENGTHS,
        _any(
            r"^(?:stärken?|ressourcen?|chancen?|potenziale?|potentiale?|positiv\w*|erfolge?|"
            r"gelungenes|gutes)$",
            r"^(?:was )?(?:läuft|lief)(?: (?:schon|bereits|bisher|sehr))* gut\b",
            r"^(?:was )?(?:klappt|funktioniert|gelingt)(?: (?:schon|bereits|bisher|sehr|gut))*$",
            r"^(?:was )?(?:schon |bereits |bisher )?gut (?:läuft|lief|klappt|funktioniert|"
            r"gelingt|gelaufen)\b",
        ),
    ),
    (
        SectionKind.SILENT,
        _any(
            r"^(?:kim )?\w*(?:protokoll|niederschrift|bericht|notiz|vermerk|planungskonferenz|"
            r"veranstaltung)\b",
            r"^(?:kopf\w*|rahmendaten|eckdaten|allgemeines|angaben zur (?:konferenz|sitzung))\b",
            r"^(?:begrüssung|begruessung|einführung|einleitung|ablauf|tagesordnung)\b",
            r"\b(?:organisatorisches|verteiler|anlagen?|impressum|verabschiedung|ausblick)\b",
            r"\b(?:nächste[rs]? (?:termin|sitzung|treffen)|termine?|terminplanung|programm)$",
            r"^(?:teilnehmende|teilnehmer\w*|anwesen\w*|entschuldigt|moderation|"
            r"protokollführung)\b",
            r"\b(?:feedback|rückmeldungen zur konferenz|rückblick|danksagung|dank|abschluss)$",
            r"^(?:hinweise?|zum verfahren|methode|methodisches vorgehen|vorgehen|"
            r"vorstellungsrunde)\b",
            r"^(?:verschiedenes|sonstiges|formalia|ziel (?:der|des)|hintergrund|über)\b",
        ),
    ),
    (
        SectionKind.STEPS,
        _any(
            r"\bnächste[rns]? schritte?\b|\bweiteres (?:vorgehen|verfahren)\b|"
            r"\bwie geht es weiter\b",
            r"\b(?:verabredungen|vereinbarungen|absprachen|aufgaben|beschlüsse|to ?dos?)\b",
            r"\bwer (?:macht|tut|erledigt|übernimmt) was\b",
        ),
    ),
    (
        SectionKind.MEASURES,
        _any(
            r"\b(?:lösungs|verbesserungs|maßnahmen|massnahmen|handlungs)?vorschl[aä]ge?n?\b",
            r"\b(?:massnahmen?)\b",
            r"\b(?:lösung|lösungen|lösungs(?:ansätze|ansatz|ideen|wege|weg|"
            r"möglichkeiten|skizzen?))\b",
            r"\b(?:handlungs)?(?:empfehlung|empfehlungen|ansätze|ideen|optionen)\b",
            r"\b(?:ideensammlung|ideenspeicher|anregungen|wünsche|veränderungsideen|"
            r"forderungen)\b",
            r"\bwas (?:könnte|würde|kann) helfen\b|\bwas helfen (?:könnte|würde|kann)"
            r"\b|\bwas hilft\b|\bwas (?:es )?braucht\b",
            r"\bwas (?:brauchen|benötigen) (?:wir|sie|familien)\b|"
            r"\b(?:wir schlagen|schlagen wir) vor\b",
            r"\bwas (?:wäre )?zu tun\b",
        ),
    ),
    (
        SectionKind.PROBLEMS,
        _any(
            r"\bstrukturell\w* (?:erkenntnisse?|beobachtungen|feststellungen|befunde?|aspekte|"
            r"bedarfe?)\b|\büber den (?:einzel)?fall hinaus\b",
            r"\bgenerative\w* them\w*\b|\bstrukturell\w*\b|\bstruktur(?:probleme?|"
            r"themen|fragen)\b",
            r"\b(?:hürden?|hindernisse?|barrieren?|stolpersteine?|engpässe|engpass|lücken?)\b",
            r"\b(?:schwächen?|risiken|bedenken|hemmnisse?)\b|\boffene (?:fragen|punkte)\b",
            r"\bwas (?:läuft|lief|klappt|funktioniert|gelingt) (?:\w+ )?"
            r"(?:nicht|schlecht|schief)\b",
            r"\b(?:versorgungs|angebots|system|struktur)lücken?\b",
            r"\bproblem(?:lagen?|anzeigen?|felder|feststellungen?|themen)\b",
            r"\b(?:herausforderung(?:en)?|schwierigkeiten|missstände|defizite|"
            r"handlungsbedarfe?)\b",
            r"\b(?:ergebnisse?|erkenntnisse?|befunde?) (?:der|aus der|des|zur) (?:\w+ )?"
            r"(?:fallanalyse|analyse|fallarbeit|fallbesprechung|falldiskussion|"
            r"planungskonferenz)\b",
            r"\b(?:übergreifende|übergeordnete) (?:themen|probleme|fragen)\b|"
            r"^themen(?:speicher)?$",
            r"\b(?:festgehaltene|identifizierte|benannte|gesammelte|erarbeitete) "
            r"(?:themen|probleme|punkte|problembereiche)\b",
            r"\bwo(?:ran)? (?:hakt|klemmt|scheitert|hapert) es\b|\bwas (?:fehlt|hakt|klemmt)\b",
            r"\bwo es (?:hakt|klemmt)\b|\bthemen für die lenkungsgruppe\b",
        ),
    ),
    (
        SectionKind.MIXED,
        _any(
            r"\b(?:fallanalyse|analyse|diskussion|aussprache|austausch|fachaustausch)\b",
            r"\bwas (?:\w+ ){0,3}(?:gelernt|auffällt|auffiel|aufgefallen|mitnehmen)\b|"
            r"\bwas nehmen wir mit\b",
            r"\b(?:fallbesprechung|fallarbeit|falldiskussion|reflexion|ergebnisse?|"
            r"erkenntnisse?)\b",
        ),
    ),
    (SectionKind.UNCLEAR, _any(r"\b(?:problembereiche?|probleme?|problemstellung|bedarfe?)\b")),
    (
        SectionKind.CASE,
        _any(
            r"\bfall(?:vorstellung|beschreibung|schilderung|darstellung|skizze|"
            r"vignette|geschichte)\b",
            r"\b(?:beispielfall|einzelfall|ausgangsfall|ankerfall|anonymisierter fall|"
            r"(?:der|zum) fall)\b",
            r"^fall(?:beispiel|bezug)?\b|\bbeispiel(?:e)? aus\b|^anlass\b|"
            r"^worum (?:ging|geht) es\b|\bausgangs(?:lage|situation)\b",
            r"^(?:aktuelle |derzeitige )?(?:lage|situation|lebenslage|lebenssituation)\b",
            r"\b(?:zur|angaben zur) (?:person|familie)\b|\bbisher\w* (?:beteiligte|"
            r"unterstützung)\b",
            r"^(?:sachverhalt|familiensituation|vorgeschichte|biografie|biographie|steckbrief)\b",
            r"^beteiligte (?:akteur|stelle|institution|fachkräfte)\w*",
        ),
    ),
)
# Headings that sort the statements of a section and do not end it.
SORTS = _any(
    r"^(?:sprache|bildung|zusammenleben|gesundheit|pflege|arbeit|wirtschaft|wohnen|mobilität)\b",
    r"^(?:professionalisierung|institutionen|teilhabe|familie|kita|primarstufe|sekundarstufe)\b",
    r"^(?:übergang|ausbildung|studium|beruf|ausserschulische|kinder|jugend|schule|"
    r"handlungsfeld)\b",
    r"^(?:thema|themenfeld|bereich|sgb|kommune|kreis|land|bund|ebene|aufenthalt|soziales)\b",
)
# Headings of a discussion that looks beyond the case, though structural problems have a section.
BEYOND_CASE = _any(
    r"^(?:diskussion|aussprache|austausch|fachaustausch|erkenntnisse?)\b",
    r"\b(?:gelernt|auffällt|auffiel|aufgefallen|mitnehmen)\b|\bnehmen wir mit\b",
)
# Under a section about the case, only these subheadings lead out of it.
LEADS_OUT_OF_CASE = _any(
    *(r"generativ", r"strukturell", r"übergreifend", r"vorschl", r"massnahm"),
    r"\büber den (?:einzel)?fall hinaus\b",
)

# Labels of the head: "Datum | 14.05.2024", "Datum: 14.05.2024".
LABELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "institutions",
        _any(
            r"^(?:(?:teilnehmende|beteiligte|vertretene|anwesende|mitwirkende) )?"
            r"(?:institutionen|einrichtungen|stellen|organisationen)$",
            r"^(?:vertreten(?: waren)?|institutionen der teilnehmenden)$",
        ),
    ),
    (
        "participants",
        _any(
            r"^(?:anzahl|zahl)(?: der)? (?:tn|teilnehm\w*|anwesende\w*|personen)(?: innen)?$",
            r"^(?:beteiligte|anwesende) personen$",
            r"^(?:tn|teilnehm\w*|anwesend\w*|teilnahme|tn zahl|teilnehm\w*zahl)(?: innen)?"
            r"(?: anzahl| zahl)?$",
        ),
    ),
    (
        "date",
        _any(
            r"^(?:datum|date|termin|tag|sitzungsdatum|sitzungstag|konferenzdatum|"
            r"durchgeführt am)$",
            r"^(?:eingang|eingegangen|gemeldet|sitzung|konferenz)(?: am| vom)?$",
            r"^(?:datum|termin|tag) (?:und ort|der \w+)$|^(?:wann|ort (?:und )?datum|"
            r"datum uhrzeit)$",
        ),
    ),
    (
        "municipality",
        _any(
            r"^(?:kommune|gemeinde|stadt|municipality|standort|ort|tagungsort|"
            r"veranstaltungsort|wo)$",
            r"^(?:stadt/gemeinde|stadt gemeinde|gemeinde/stadt|kommune ags|kim kommune)$",
            r"^(?:veranstaltende|beteiligte|ausrichtende) kommune$|"
            r"^ort (?:und )?datum$|^datum und ort$",
        ),
    ),
)
# Other lines of the head that are no statements.
OTHER_LABELS = _any(
    r"^(?:träger|moderation|protokoll\w*|verfasst\w*|uhrzeit|zeit|beginn|ende|dauer|"
    r"aktenzeichen)$",
    r"^(?:leitung|veranstalter\w*|ansprech\w*|anwesen\w*|entschuldigt|verteiler|raum|kreis)$",
    r"^(?:nächste\w* \w+|stand|version|federführung|einladende?|gäste|ags|"
    r"gemeldet \w+|meldende\w* \w+)$",
)
HINT = re.compile(r"^\W*(?:Hinweis|Ausfüllhinweis|Ausfüllhilfe)\s*:", re.IGNORECASE)

# Columns of a table of statements, by their header.
COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "text",
        _any(
            r"^(?:generative\w* )?(?:them\w*|aussagen?|statements?|text|problem\w*|"
            r"hürden?|anliegen)$",
            r"^(?:vorschl[aä]ge?|massnahmen?|idee|ideen|lösung\w*|beobachtung\w*|inhalt)$",
            r"^(?:strukturelle\w* (?:hürden?|problem\w*|lücken?|them\w*)|beschreibung|"
            r"angabe|feststellung)$",
            r"^(?:herausforderung(?:en)?|handlungsbedarfe?|formulierung|was (?:fehlt|"
            r"hakt)|lücken?)$",
        ),
    ),
    (
        "kind",
        _any(
            r"^(?:art|kind|typ|feld|rubrik|frage|abschnitt|section|kategorie|"
            r"art der aussage|aussageart|einordnung)$"
        ),
    ),
    ("municipality", _any(r"^(?:kommune|gemeinde|stadt|ort|municipality|ags|stadt/gemeinde)$")),
    ("date", _any(r"^(?:datum|date|termin|tag|sitzungsdatum|halbjahr)$")),
    (
        "other",
        _any(
            r"^(?:nr|nummer|lfd nr|lfdnr|id|handlungsfeld\w*|bildungskette\w*|"
            r"rechtskreis\w*|ebene)$",
            r"^(?:institution\w*|zuständig\w*|merkmal|bemerkung\w*|stufe|"
            r"stufe der bildungskette|quelle)$",
            r"^(?:priorität|prio|punkte|stimmen|label|group|section|abschnitt|"
            r"verantwortlich|frist)$",
        ),
    ),
)
# What makes the cell of a first row the header of the statements, beside other headers.
SPEAKS_OF_STATEMENT = _any(
    r"\b(?:problem\w*|them\w*|hürden?|aussagen?|vorschl[aä]ge?|ideen?|eintrag|text|"
    r"beobachtung\w*)\b"
)
# The word in a column "Art", by its beginning.
KIND_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("measure", _any(r"^(?:massnahm|vorschl|lösung|idee|empfehlung|measure|wunsch|m$)")),
    ("single_case", _any(r"^(?:einzelfall|fall|single|ausgangslage|lage|e$)")),
    (
        "problem",
        _any(r"^(?:(?:strukturelle\w* )?problem|hürde|thema|generativ|lücke|barriere|p$)"),
    ),
)
# Numbers of participants that are written as a word.
NUMBER_WORDS: dict[str, int] = {
    word: number
    for number, word in enumerate(
        "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
        "sechzehn siebzehn achtzehn neunzehn zwanzig einundzwanzig zweiundzwanzig "
        "dreiundzwanzig vierundzwanzig fünfundzwanzig sechsundzwanzig siebenundzwanzig "
        "achtundzwanzig neunundzwanzig dreißig".split(),
        start=2,
    )
}
