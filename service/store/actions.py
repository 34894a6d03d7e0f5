"""What the audit log records: everything that people, machines and the service change."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Something that was done to an object; the part before the dot is the object's kind."""

    NOTE_ADDED = "note.added"
    NOTE_DELETED = "note.deleted"
    DRAFT_KEPT = "draft.kept"
    DRAFT_ANSWERED = "draft.answered"
    DRAFT_DISCARDED = "draft.discarded"
    RUN_REQUESTED = "run.requested"
    RUN_CANCELLED = "run.cancelled"
    DECISION_TAKEN = "decision.taken"
    DECISION_WITHDRAWN = "decision.withdrawn"
    COMMENT_WRITTEN = "comment.written"
    COMMENT_WITHDRAWN = "comment.withdrawn"
    RESOLUTION_RECORDED = "resolution.recorded"
    ACCOUNT_CREATED = "account.created"
    ACCOUNT_CHANGED = "account.changed"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    ACCOUNT_DELETED = "account.deleted"
    ACCOUNT_LINKED = "account.linked"
    ACCOUNT_UNLINKED = "account.unlinked"
    ACCOUNT_SIGNED_IN = "account.signed_in"
    ACCOUNT_SIGNED_OUT = "account.signed_out"
    ACCOUNT_PASSWORD_CHANGED = "account.password_changed"  # noqa: S105 # no password
    ACCOUNT_PASSWORD_REFUSED = "account.password_refused"  # noqa: S105 # no password
    ACCOUNT_SECOND_FACTOR_ON = "account.second_factor_on"
    ACCOUNT_SECOND_FACTOR_OFF = "account.second_factor_off"
    LINK_MADE = "link.made"
    LINK_USED = "link.used"
    SIGN_IN_FAILED = "sign_in.failed"
    TOKEN_MADE = "token.made"  # noqa: S105 # no token
    TOKEN_REVOKED = "token.revoked"  # noqa: S105 # no token
    DISTRICT_ADDED = "district.added"
    BACKUP_SAVED = "backup.saved"
    BACKUP_RESTORED = "backup.restored"
    DELETION_ORDERED = "deletion.ordered"
    DELETION_FINISHED = "deletion.finished"

    @property
    def kind(self) -> str:
        """The kind of object that it is done to."""
        return self.partition(".")[0]
