"""Which permission each route asks for. A route that is not named here is denied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.access.roles import Permission

if TYPE_CHECKING:
    from collections.abc import Mapping

ROUTES: Final[Mapping[Permission, tuple[str, ...]]] = {
    Permission.PUBLIC: (
        "GET /api/health",
        "GET /api/ready",
        "GET /api/openapi.json",
        "GET /anmelden",
        "POST /anmelden",
        "POST /anmelden/demo",
        "GET /anmelden/oidc",
        "GET /anmelden/oidc/abmelden",
        "GET /anmelden/oidc/zurueck",
        "GET /barrierefreiheit",
        "GET /datenschutz",
        "GET /einladung/{secret}",
        "POST /einladung/{secret}",
    ),
    Permission.SIGNED_IN: (
        "GET /",
        "POST /abmelden",
        "GET /konto",
        "POST /konto/passwort",
        "POST /konto/sitzungen/beenden",
        "GET /konto/zweiter-faktor",
        "POST /konto/zweiter-faktor",
        "POST /konto/zweiter-faktor/entfernen",
    ),
    Permission.ACCOUNTS_MANAGE: (
        "GET /api/accounts",
        "POST /api/accounts",
        "GET /api/accounts/{account_id}",
        "PUT /api/accounts/{account_id}",
        "DELETE /api/accounts/{account_id}",
        "POST /api/accounts/{account_id}/disable",
        "POST /api/accounts/{account_id}/enable",
        "POST /api/accounts/{account_id}/reset",
        "GET /api/tokens",
        "POST /api/tokens",
        "DELETE /api/tokens/{token_id}",
        "GET /zugaenge",
        "POST /zugaenge",
        "GET /zugaenge/neu",
        "GET /zugaenge/{account_id}",
        "POST /zugaenge/{account_id}",
        "POST /zugaenge/{account_id}/loeschen",
        "POST /zugaenge/{account_id}/entsperren",
        "POST /zugaenge/{account_id}/sperren",
        "POST /zugaenge/{account_id}/zuruecksetzen",
        "GET /zugaenge/schluessel",
        "POST /zugaenge/schluessel",
        "POST /zugaenge/schluessel/{token_id}/widerrufen",
    ),
    Permission.DISTRICTS_READ: (
        "GET /api/districts",
        "GET /kreise",
    ),
    Permission.DISTRICTS_CHOOSE: ("POST /kreise",),
    Permission.NOTES_READ: (
        "GET /api/notes",
        "GET /api/notes/{note_id}",
        "GET /api/notes/{note_id}/status",
        "GET /protokolle",
        "GET /protokolle/{note_id}",
    ),
    Permission.NOTES_UPLOAD: (
        "POST /api/notes",
        "GET /api/drafts/{draft_id}",
        "POST /api/drafts/{draft_id}",
        "DELETE /api/drafts/{draft_id}",
        "GET /protokolle/hochladen",
        "POST /protokolle/hochladen",
        "GET /protokolle/vorlagen/{name}",
        "GET /protokolle/entwuerfe/{draft_id}",
        "POST /protokolle/entwuerfe/{draft_id}",
        "POST /protokolle/entwuerfe/{draft_id}/verwerfen",
    ),
    Permission.NOTES_DELETE: (
        "DELETE /api/notes/{note_id}",
        "GET /protokolle/{note_id}/loeschen",
        "POST /protokolle/{note_id}/loeschen",
    ),
    Permission.RUNS_READ: (
        "GET /api/runs",
        "GET /api/runs/{run_id}",
        "GET /auswertungen",
        "GET /auswertungen/{run_id}",
    ),
    Permission.RUNS_START: (
        "POST /api/runs",
        "POST /api/runs/{run_id}/cancel",
        "POST /api/runs/{run_id}/retry",
        "POST /auswertungen",
        "POST /auswertungen/{run_id}/abbrechen",
        "POST /auswertungen/{run_id}/wiederholen",
    ),
    Permission.THEMES_READ: (
        "GET /api/themes/current",
        "GET /api/themes/current/{stable_id}",
        "GET /api/decisions",
        "GET /entscheidungen",
        "GET /themen",
        "GET /themen/{stable_id}",
    ),
    Permission.STATEMENTS_READ: (
        "GET /api/runs/{run_id}/lineage",
        "GET /api/runs/{run_id}/themes",
        "GET /api/themes/single-cases",
        "GET /api/themes/{theme_id}",
        "GET /auswertungen/{run_id}/karte",
        "GET /auswertungen/{run_id}/themen",
        "GET /auswertungen/{run_id}/veraenderungen",
        "GET /karte",
        "GET /themen/{theme_id}",
        "GET /themenspeicher",
    ),
    Permission.DELETIONS_READ: (
        "GET /api/deletions",
        "GET /api/deletions/{deletion_id}",
        "GET /loeschungen",
        "GET /loeschungen/{deletion_id}",
    ),
    Permission.DELETIONS_ORDER: (
        "GET /api/deletions/preview",
        "POST /api/deletions",
        "GET /loeschungen/anordnen",
        "POST /loeschungen/anordnen",
    ),
    Permission.AUDIT_READ: (
        "GET /api/audit",
        "GET /aenderungsverlauf",
    ),
    Permission.THEMES_EDIT: (
        "POST /api/decisions",
        "DELETE /api/decisions/{decision_id}",
        "POST /entscheidungen/{decision_id}/zuruecknehmen",
        "POST /themen/{stable_id}",
        "GET /themen/zusammenlegen",
        "POST /themen/zusammenlegen",
        "POST /themenspeicher",
    ),
    Permission.THEMES_COMMENT: (
        "GET /api/themes/current/{stable_id}/comments",
        "POST /api/themes/current/{stable_id}/comments",
        "DELETE /api/themes/current/{stable_id}/comments/{comment_id}",
        "POST /themen/{stable_id}/kommentare",
        "POST /themen/{stable_id}/kommentare/{comment_id}/zuruecknehmen",
    ),
    Permission.THEMES_RESOLVE: (
        "GET /api/themes/current/{stable_id}/resolutions",
        "POST /api/themes/current/{stable_id}/resolutions",
        "POST /themen/{stable_id}/beschluesse",
    ),
}
"""The routes by the permission that they ask for: method and path, as they are declared."""

PERMISSION_OF: Final[Mapping[str, Permission]] = {
    route: permission for permission, routes in ROUTES.items() for route in routes
}
