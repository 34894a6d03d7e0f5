"""Words for the log of changes, for those who made them, and for changes that met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.catalogue.accounts import ROLES
from service.catalogue.decisions import DECIDED
from service.catalogue.message import Message
from service.catalogue.steering import RESOLVED
from service.store.actions import Action

if TYPE_CHECKING:
    from collections.abc import Mapping

ACTIONS: Final[Mapping[str, str]] = {
    Action.NOTE_ADDED: "Protokoll aufgenommen",
    Action.NOTE_DELETED: "Protokoll gelöscht",
    Action.DRAFT_KEPT: "Entwurf zur Prüfung abgelegt",
    Action.DRAFT_ANSWERED: "Fragen zu einem Entwurf beantwortet",
    Action.DRAFT_DISCARDED: "Entwurf verworfen",
    Action.RUN_REQUESTED: "Auswertung angefordert",
    Action.RUN_CANCELLED: "Auswertung abgebrochen",
    Action.DECISION_TAKEN: "Entscheidung getroffen",
    Action.DECISION_WITHDRAWN: "Entscheidung zurückgenommen",
    Action.COMMENT_WRITTEN: "Kommentar geschrieben",
    Action.COMMENT_WITHDRAWN: "Kommentar zurückgenommen",
    Action.RESOLUTION_RECORDED: "Beschluss der Lenkungsgruppe festgehalten",
    Action.ACCOUNT_CREATED: "Zugang angelegt",
    Action.ACCOUNT_CHANGED: "Zugang geändert",
    Action.ACCOUNT_DISABLED: "Zugang gesperrt",
    Action.ACCOUNT_ENABLED: "Zugang entsperrt",
    Action.ACCOUNT_DELETED: "Zugang gelöscht",
    Action.ACCOUNT_LINKED: "Mit dem Konto der Verwaltung verbunden",
    Action.ACCOUNT_UNLINKED: "Vom Konto der Verwaltung gelöst",
    Action.ACCOUNT_SIGNED_IN: "Angemeldet",
    Action.ACCOUNT_SIGNED_OUT: "Abgemeldet",
    Action.ACCOUNT_PASSWORD_CHANGED: "Passwort geändert",
    Action.ACCOUNT_PASSWORD_REFUSED: "Passwort falsch, beim Ändern des eigenen Zugangs",
    Action.ACCOUNT_SECOND_FACTOR_ON: "Zweiter Faktor eingerichtet",
    Action.ACCOUNT_SECOND_FACTOR_OFF: "Zweiter Faktor entfernt",
    Action.LINK_MADE: "Einmal-Link erstellt",
    Action.LINK_USED: "Einmal-Link benutzt",
    Action.SIGN_IN_FAILED: "Anmeldung gescheitert",
    Action.TOKEN_MADE: "Zugriffsschlüssel erstellt",
    Action.TOKEN_REVOKED: "Zugriffsschlüssel widerrufen",
    Action.DISTRICT_ADDED: "Kreis eingerichtet",
    Action.BACKUP_SAVED: "Sicherung erstellt",
    Action.BACKUP_RESTORED: "Sicherung eingespielt",
    Action.DELETION_ORDERED: "Löschung angeordnet",
    Action.DELETION_FINISHED: "Löschung abgeschlossen",
}
"""What was done, as the log of changes says it."""

OBJECTS: Final[Mapping[str, str]] = {
    "note": "Protokoll",
    "draft": "Entwurf",
    "run": "Auswertung",
    "decision": "Entscheidung",
    "comment": "Kommentar",
    "resolution": "Beschluss der Lenkungsgruppe",
    "account": "Zugang",
    "link": "Einmal-Link",
    "sign_in": "Anmeldung",
    "token": "Zugriffsschlüssel",
    "district": "Kreis",
    "backup": "Sicherung",
    "deletion": "Löschung",
}
"""The kinds of objects that something was done to."""
FLAWS: Final[Mapping[str, str]] = {
    "missing": "Eintrag {number} fehlt",
    "changed": "Eintrag {number} wurde verändert",
    "unlinked": "Eintrag {number} schließt nicht an den davor an",
    "unexpected": "Eintrag {number} ist nicht der notierte",
}
"""What is wrong with the log, by :class:`service.usecases.audit.Flaw`."""

_ACTORS: Final[Mapping[str, str]] = {
    "account": "Zugang {id}",
    "token": "Zugriffsschlüssel {id}",
    "cli": "Kommandozeile (Systemkonto {id})",
    "worker": "Arbeitsprozess {id}",
    "service": "Themenradar selbst",
    "unknown": "nicht angemeldet",
}
_SHORT: Final = 8  # characters of an id that tell it from others at a glance

VERSIONS: Final[Mapping[str, Message]] = {
    "version_required": Message(
        "Stand nicht angegeben",
        "Es fehlt die Angabe, welchen Stand Sie gesehen haben. Bitte laden Sie die Seite neu, und "
        "versuchen Sie es noch einmal. Programme senden die Version im Kopf If-Match mit.",
    ),
    "version_old": Message(
        "Inzwischen geändert",
        "Während Sie daran gearbeitet haben, hat es sich geändert. Gespeichert wurde nichts. "
        "Bitte sehen Sie sich den heutigen Stand an, und entscheiden Sie dann neu.",
    ),
}


def actor(actor: str, *, name: str = "", role: str = "") -> str:
    """Say who did something.

    Args:
        actor: As the log knows them, such as ``account:…``; empty where it was not kept.
        name: What the account or the token is called, where it is still there.
        role: The role of the account.
    """
    if name:
        return f"{name} ({ROLES[role].title})" if role else name
    kind, _, id_ = actor.partition(":")
    if kind not in _ACTORS:
        return ""
    shown = id_ if kind in {"cli", "worker"} else id_[:_SHORT]
    return _ACTORS[kind].format(id=shown or "unbekannt")


def changed(action: str, kind: str = "") -> str:
    """Say what changed something: an action, or a new run; ``kind`` says what was decided."""
    if action not in set(Action):
        return "Neue Auswertung"
    if action == Action.RESOLUTION_RECORDED and kind:
        return f"{OBJECTS[Action(action).kind]}: {RESOLVED[kind]}"
    if kind:
        done = DECIDED[kind]
        return f"Zurückgenommen: {done}" if action == Action.DECISION_WITHDRAWN else done
    return ACTIONS[Action(action)]
