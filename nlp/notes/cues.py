"""What a sentence says, told by its cues: a problem, a proposal, the case, or a report.

The cues are data: patterns on the sentence as written. They are meant for notes of
Planungskonferenzen; a sentence that shows none of them is left to its section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from nlp.types import StatementKind


def _cues(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


# Lack and difficulty: what makes a sentence of running prose a problem.
_LACK = _cues(
    r"\b(?:fehl(?:t|en|te|ten|end\w*)|mangel\w*|mängel\w*|knapp\w*|engp[aä]ss\w*|defizit\w*)\b",
    r"\b\w+(?:mangel|mängel|lücken?|hürden?|barrieren?|engp[aä]ss\w*|stau)"
    r"\b(?! identif| sichtbar)",
    r"\bkein(?:e|en|em|er|es|erlei)?\b(?! (?:wunder|zweifel))|\bnirgend\w*\b|\bniemand\w*\b",
    r"\b(?:kaum|selten|unzureichend\w*|ungenügend\w*|unklar\w*|unbekannt\w*|undurchsichtig\w*)\b",
    r"\b(?:zu|sehr|extrem|teils|oft) (?:wenig\w*|selten\w*|spät\w*|lange?\w*|hoch|hohe\w*|teuer|"
    r"kompliziert\w*|schwierig\w*|klein\w*|eng\w*|komplex\w*|schwer\w*|weit\w*|"
    r"unübersichtlich\w*)\b",
    r"\b(?:nicht|nur|erst) (?:aus|genug|genügend|möglich|ausreich\w*|rechtzeitig|"
    r"verfügbar|bekannt|"
    r"vorhanden|erreichbar|verständlich|bedarfs\w*|flächendeckend|finanziert|abgestimmt|geklärt|"
    r"geregelt|zuständig|vernetzt|barrierefrei|anerkannt|übernommen|bezahlbar|nutzbar|in anspruch|"
    r"eingeschränkt|unzureichend|schwer|teilweise|bedingt|sporadisch|nach monaten|vereinzelt)\b",
    r"\b(?:kann|können|konnten?|dürfen|darf|werden|wird|wurden?|haben|hat|ist|sind|finden|findet|"
    r"erhalten|bekommen|verstehen|wissen|kennen|gibt|reicht|reichen|greift|greifen|passen|passt)\b"
    r"[^.;:]{0,140}\b(?:nicht|nirgends|nie|nur (?:schwer|bedingt|eingeschränkt))\b",
    r"\b(?:erschwer\w*|verhinder\w*|behinder(?:t|n)|verzöger\w*|scheiter\w*|"
    r"blockier\w*|hemm(?:t|en)|"
    r"überlaste\w*|überforder\w*|überfüll\w*|ausgebucht\w*|verunsicher\w*|benachteilig\w*)\b",
    r"\b(?:ausgeschlossen|abgewiesen|abgelehnt|alleingelassen|vernachlässigt|"
    r"ungeklärt|isoliert)\b",
    r"\b(?:lange|monatelange|mehrmonatige|jahrelange|erhebliche|hohe|große|weite)\w* (?:\w+ )?"
    r"(?:warte\w*|bearbeitungs\w*|verfahrens\w*|dauer|wege|kosten|belastung\w*|unsicherheit\w*)",
    r"\bwart(?:en|et|eten)\b|\bwarte(?:zeit|liste)\w*|\büber(?:last|forder)ung\w*",
    r"\b(?:schwierig(?:keit\w*)?|problematisch\w*|unübersichtlich\w*|intransparen\w*|"
    r"hochschwellig\w*)\b",
    r"\b(?:hürden?|hindernis\w*|barrieren?|diskriminier\w*|benachteiligung\w*|"
    r"vorurteil\w*|rassis\w*)\b",
    r"\b(?:brechen|bricht|fällt|fallen|laufen|läuft|geht|gehen)\b.{0,80}\b(?:weg|ab|"
    r"aus|leer|ins leere|verloren)\b",
    r"\b(?:gefährlich\w*|unsicher\w*|schlecht\w*|leider|umständlich\w*|aufwändig\w*|"
    r"aufwendig\w*)\b",
    r"\bweder\b|\bnichts\b|\bnicht(?: mehr| an| auf| ein)?[,.;]|\bnicht \w+(?:er|en|t)\b[,.;]",
    r"\bso (?:niedrig|wenig|gering|hoch|knapp|spät|selten)\w*\b|\brar\b|\bfast nur\b",
    r"\b(?:ohne dass|trotz|obwohl|mangels)\b|^(?:ohne|aufgrund|wegen) \w+",
    r"\bohne (?!zweifel|weiteres|frage|problem|termin)(?-i:[A-ZÄÖÜ])\w+",
    r"\b(?:ist|sind|wird|werden|bleibt|bleiben|stellt)\b[^.;]{0,80}\b(?:ein|das|zum) "
    r"(?:\w+ )?problem\b",
    r"\b(?:darf|dürfen|kann|können) nur\b|\b(?:höchstens|allenfalls|bestenfalls)\b",
    r"\b(?:aussichtslos|unmöglich|vergeblich|unzumutbar|unerreichbar|unbezahlbar)\w*",
)
# A proposal, whatever else the sentence says.
_PROPOSAL = _cues(
    r"(?<!^)\bsoll(?:te|ten)\b(?! (?:ursprünglich|eigentlich))|\b(?:müsste|müssten|"
    r"müßte|müßten|bräuchte\w*)\b",
    r"\b(?:wünschenswert|empfehlenswert|denkbar|sinnvoll wäre|hilfreich wäre|vorstellbar)\b",
    r"\bwären?\b[^.;]{0,160}\b(?:sinnvoll|hilfreich|gut|schön|nötig|notwendig|wichtig|besser|toll|"
    r"angebracht|wünschenswert|sicherer|ideal|optimal|denkbar|vorteil\w*|nützlich|"
    r"super|klasse)\w*",
    r"\b(?:sinnvoll|hilfreich|gut|schön|nötig|notwendig|wichtig|besser|ideal|optimal|super|toll|"
    r"lösung\w*|alternative|abhilfe)\b[^.;]{0,30}\bwären?\b",
    r"\b(?:wird|werden|wurde|wurden) (?:\w+[ ,]+){0,12}?(?:vorgeschlagen|angeregt|"
    r"empfohlen|gewünscht)\b",
    r"\b(?:schlagen|schlägt|schlage)\b.{0,100}\bvor\b|\b(?:regen|regt|rege)\b.{0,100}\ban\b",
    r"\b(?:vorgeschlagen|angeregt|empfohlen) (?:wird|werden|wurden?)\b|\bmögen?\b|\bgebeten\b",
    r"\b(?:empfehlen|empfiehlt|wünschen|wünscht|wünsche|plädier\w*|(?:wir|sie|alle) fordern)\b",
    r"\b(?:vorschl[aä]ge?|lösungs(?:ansatz|idee|vorschlag)|anregung|idee|empfehlung|"
    r"abhilfe|lösung)\s*:",
    r"\bmein(?:e)? (?:vorschl[aä]ge?|idee|anregung|wunsch)\b|\b(?:verbesserungs|"
    r"lösungs)vorschl[aä]ge?\b",
    r"\b(?:es|man) (?:braucht|bedarf)\b(?! (?:oft|meist|lange|viel|\d|mehrere|bis|etwa|zu))",
    r"\b(?:braucht|bedarf) es\b(?! (?:oft|meist|lange|viel|\d|mehrere|bis|etwa|zu|\w+ "
    r"(?:tage|wochen|monate|jahre)\b))|\bnotwendig (?:ist|sind)\b",
    r"^bitte\b(?! warten)|\bbitte\b.{0,60}\w+en\b|\bwarum nicht\b|\bwie wäre\b|\bwürde ich mir\b",
    r"\b(?:muss|müssen|muß) (?:\w+ ){0,6}?(?:dringend|besser|stärker|mehr|endlich|"
    r"unbedingt|künftig)\b",
    r"\bkönnten?\b(?![^.;]{0,140}\bnicht\b)[^;]{0,160}\b(?:werden|helfen|sein|"
    r"schaffen|entstehen|sorgen)\b",
    r"\bließen? sich\b|\bgäbe es\b|\bwären?\b[^.;]{0,60}\bgelöst\b|\bda (?:hilft|helfen)\b",
    r"\bkönnte (?:man|hier|dies|das|eine?)\b|\b(?:man|hier|ein\w*|dies) könnte\b|"
    r"\bkönnten\b.{0,120}\bwerden\b",
    r"\bwürden?\b[^.;]{0,140}\b(?:helfen|erleichtern|verbessern|entlasten|wünschen|"
    r"verkürzen|lösen|"
    r"reichen|erhöhen|begrüßen|vermeiden|schaffen|bringen|ermöglichen|verhindern)\b",
    r"\b(?:ist|sind)\b[^.;]{0,80}\b\w*zu\w*(?:schaffen|prüfen|bauen|stellen|richten|"
    r"klären|stärken)\b",
    r"\b(?:ist|sind)\b[^.;]{0,100}(?<!kaum )(?<!nicht )(?<!schwer )\bzu (?:schaffen|"
    r"prüfen|klären|entwickeln|stärken|sichern|fördern)\b",
)
# A proposal in the shape of a headline; a lack in the same sentence overrules it.
_ACTION_NOUN = (
    r"(?:Einrichtung|Aufbau|Ausbau|Schaffung|Einführung|Erstellung|Entwicklung|Bereitstellung|"
    r"Etablierung|Verbesserung|Stärkung|Erweiterung|Vereinfachung|Verkürzung|Verlängerung|"
    r"Benennung|Vernetzung|Förderung|Finanzierung|Erhöhung|Ausweitung|Öffnung|Freigabe|Bündelung|"
    r"Qualifizierung|Schulung|Sensibilisierung|Durchführung|Umsetzung|Verstetigung|Absenkung|"
    r"Ernennung|Gründung|Anschaffung|Übersetzung|Bildung|Nutzung|Installation|Installierung|"
    r"Anpassung|Änderung|Umwandlung|Sanierung|Erneuerung|Beseitigung|Entfernung|Verlegung|"
    r"Verbreiterung|Markierung|Aufstellung|Reduzierung|Aufhebung|Abschaffung|Anlage|Bau|Rückbau)"
)
_HEADLINE = (
    re.compile(
        rf"^\W*(?:\d+[.)] )?(?!(?:Die|Der|Das|Eine) )(?:\w+[esrnm]"
        rf" )?(?:{_ACTION_NOUN} \w+|(?:Mehr|Weniger|Bessere?[srn]?|"
        rf"Regelmäßige[rs]?|Zusätzliche[rs]?|Feste[rs]?|Klare[rs]?|Gemeinsame[rs]?) \w+)"
    ),
    re.compile(r"^[^,;:]{0,100}(?<!\bzu )\b(?!ge)[a-zäöüß]{3,}(?:en|eln|ern|tun)[.!]*$"),
)
_FINITE = _cues(
    r"\b(?:ist|sind|war|waren|wird|werden|wurden?|hat|haben|hatten?|kann|können|"
    r"konnten?|muss|müssen|"
    r"muß|musste\w*|darf|dürfen|will|wollen|gibt|besteht|bestehen|fehlt|fehlen|liegt|liegen|"
    r"geht|gehen|kommt|kommen|steht|stehen|führt|führen|bleibt|bleiben|macht|lässt|"
    r"weil|da|dass|daß)\b",
)
_STATIVE = re.compile(
    r"\b(?:warten|fehlen|wissen|kennen|verstehen|erhalten|bekommen|scheitern|bleiben|"
    r"dauern|gelten|"
    r"liegen|stehen|verlieren|finden|leiden|brauchen|benötigen|entstehen|steigen|"
    r"sinken|fahren|parken|"
    r"kommen|gehen|müssen|sollen|wollen|können|dürfen|haben|werden|sein|gefährden|behindern|enden|"
    r"überfordern|wechseln|zögern|uneben|verboten|zugewachsen|vergessen|offen|nutzen|"
    r"queren|stehen|betreffen|teilen|arbeiten|reichen|gegen|neben|zwischen|unten|oben|"
    r"hinten|wegen|einen)[.!]*$"
)
# The one case that was discussed.
_CASE = _cues(
    r"\b(?:im|in dem|zum|aus dem|für den) (?:\w+en )?(?:vorgestellten |besprochenen |"
    r"geschilderten )?"
    r"(?:fall|beispielfall)\b(?! de[sr])",
    r"\b(?:die|der|des|den|dem) (?:betreffende\w* |betroffene\w* |"
    r"vorgestellte\w* )?(?:klient(?:in)?|"
    r"ratsuchende|fallgeber\w*|alleinerziehende mutter|vorgestellte\w* \w+)s?\b(?!\w)",
    r"^(?:(?:auch|als|seit|weil|da|für|bei|aktuell|derzeit|zudem|außerdem)\b[^.]{0,40} )?"
    r"(?:die|der|das) (?:\d+[- ]?jährige\w* |junge |älteste |jüngste |"
    r"alleinerziehende |fünfköpfige )?"
    r"(?:mutter|vater|tochter|sohn|kind|familie|frau|mann|ehemann|ehefrau|person|schwester|bruder|"
    r"jugendliche|schülerin|schüler|großmutter|paar|ehepaar|säugling)\b"
    r"(?! (?:wird oft|wird häufig|werden|muss oft|müssen))",
    r"^(?:er|sie|ihr\w*|sein\w*) (?:\w+ )?(?:hat|ist|lebt|spricht|besucht|kam|floh|"
    r"war|arbeitet|möchte|wohnt)\b",
    r"\b(?:ihr|sein)e? (?:\w+ )?(?:mann|frau|sohn|tochter|ehemann|ehefrau|mutter|vater)\b",
    r"\bder fall eine[rs]\b|^(?:ausgangspunkt|anlass) war (?:eine?|der|die|das)\b|"
    r"^der junge mensch\b",
)
# Reports on the conference and its method name problems without stating one.
_REPORT = _cues(
    r"\b(?:planungskonferenz\w*|instrument|konferenz|fallanalyse|verfahren|fachtag|"
    r"workshop|projekt\w*)\b"
    r"[^.]{0,160}\b(?:soll(?:en)?|dien(?:t|en)|identifizier\w*|formulier\w*|vorgestellt|erörtert|"
    r"durchgeführt|ermöglich\w*|eingeladen|statt|diskutiert)\b",
    r"\b(?:probleml?a?g?e?n?|themen|hürden|lücken|problembereich\w*|"
    r"herausforderung\w*|barrieren)\b[^.]{0,120}\b"
    r"(?:identifizier\w*|formulier\w*|sichtbar|abgebildet|gebündelt|clustern|"
    r"gesammelt|festgehalten|"
    r"benannt|erarbeitet|vorgestellt|besprochen|priorisiert|mitgeteilt|"
    r"herausgearbeitet|aufgezeigt)\b",
    r"\b(?:identifizier\w*|formulier\w*|bündel\w*|sammel\w*|erarbeit\w*)\b[^.]{0,80}"
    r"\b(?:problemlagen|themen|hürden|lücken|herausforderungen)\b",
    r"\b(?:begrüß(?:en|te?|ten|ung)\b|bedankt\w*|verabschied\w*|eingeladen|luden|informiert|"
    r"vorgestellt|vorstellung|"
    r"protokoll\w*|teilnehmende\w* (?:wurden|stellten|begrüßt)|dank(?:te|ten|e)?|"
    r"themenschwerpunkt)\b",
    r"^die (?:runde|anwesenden|teilnehmenden|gruppe|moderation)\b[^.]{0,160}"
    r"\b(?:rekonstruier\w*|besproch\w*|gesammelt|erörter\w*|diskutier\w*)\b",
    r"\b(?:ziel (?:ist|war|des|der)|es handelt sich|weitere informationen|herunterladen)\b",
)
# What is to be done next but is no measure.
_ORGANISES = _cues(
    r"\b(?:protokoll|einladung|termin|sitzung|treffen|konferenz|lenkungsgruppe|rückmeldung)\w*\b"
    r"(?!\w)|\b(?:planungskonferenz|lenkungsgruppensitzung)\w*\b",
)
_CONTINUES = re.compile(
    r"^(?:Dadurch|Hierdurch|Damit|Somit|Infolgedessen|Folglich|Daraus|Dabei|Denn|Das (?:führt|hat|"
    r"bedeutet|erschwert|verhindert|verzögert|betrifft|trifft|verstärkt|belastet|"
    r"macht|kostet|gilt)|"
    r"(?:Dies|Dieses|Diese|Dieser|Die Folge|Folge|So|Deshalb|Daher|Deswegen|Gleiches|"
    r"Manche|Hinzu)\b)"
)


@dataclass(frozen=True, slots=True)
class Signs:
    """The cues of a problem or a proposal that a sentence shows.

    Attributes:
        urges: It proposes a solution in so many words.
        lacks: It names a lack or a difficulty.
        action: It is a headline that begins with an action, "Ausbau der …".
        infinitive: It is a headline that ends with an infinitive.
        finite: It has a verb that states something.
        stative: Its last word is an infinitive that proposes nothing, or none at all.
    """

    urges: bool
    lacks: bool
    action: bool
    infinitive: bool
    finite: bool
    stative: bool

    @property
    def proposes(self) -> bool:
        """Whether it proposes a solution; a lack overrules a headline, not the words."""
        headline = self.action or (self.infinitive and not self.stative)
        return self.urges or (headline and not self.lacks and not self.finite)

    def named(self) -> tuple[tuple[str, bool], ...]:
        """Return every cue by its name, what follows from them last."""
        cues = tuple((field.name, bool(getattr(self, field.name))) for field in fields(self))
        return (*cues, ("proposes", self.proposes))


def names_lack(sentence: str) -> bool:
    """Tell whether the sentence names a lack or a difficulty."""
    return _LACK.search(sentence) is not None


def introduces(sentence: str) -> bool:
    """Tell whether the sentence only introduces what follows it."""
    return sentence.rstrip().endswith(":")


def reports(sentence: str) -> bool:
    """Tell whether the sentence reports on the conference or its method, or introduces."""
    return introduces(sentence) or _REPORT.search(sentence) is not None


def organises(sentence: str) -> bool:
    """Tell whether the sentence is about the conferences' own next steps."""
    return _ORGANISES.search(sentence) is not None


def urges(sentence: str) -> bool:
    """Tell whether the sentence proposes a solution in so many words."""
    return _PROPOSAL.search(sentence) is not None


def proposes(sentence: str) -> bool:
    """Tell whether the sentence proposes a solution, in words or as a headline."""
    return signs(sentence).proposes


def signs(sentence: str) -> Signs:
    """Return which cues of a problem or a proposal the sentence shows."""
    action, infinitive = (bool(pattern.search(sentence)) for pattern in _HEADLINE)
    return Signs(
        urges=urges(sentence),
        lacks=names_lack(sentence),
        action=action,
        infinitive=infinitive,
        finite=_FINITE.search(sentence) is not None,
        stative=_STATIVE.search(sentence) is not None,
    )


def about_case(sentence: str) -> bool:
    """Tell whether the sentence is about the one case that was discussed."""
    return bool(_CASE.search(sentence))


def continues(sentence: str) -> bool:
    """Tell whether the sentence only continues the one before, such as ``Dadurch …``."""
    return bool(_CONTINUES.match(sentence))


def kind_of(sentence: str, *, default: StatementKind) -> StatementKind:
    """Return what the sentence is about; ``default`` where no cue says otherwise."""
    if about_case(sentence):
        return StatementKind.SINGLE_CASE
    if proposes(sentence):
        return StatementKind.MEASURE
    return default
