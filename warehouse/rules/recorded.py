"""Which rules of the province a build used, in the record of who did what."""

from __future__ import annotations

from warehouse import audit
from warehouse.rules.rules import own_digests
from warehouse.settings import Settings

ACTION = "rules_used"
ACTOR = "build"


def record_rules(settings: Settings) -> None:
    """Records the province's own files if a build uses them so for the first time.

    Raises:
        AuditError: It cannot be recorded: the build must not be published.
    """
    own = own_digests(settings)
    if own != _recorded(settings):
        audit.record(settings, actor=ACTOR, action=ACTION, subject="rules", detail=own)


def _recorded(settings: Settings) -> dict[str, str]:
    """File → content hash as recorded last; empty if there never were any."""
    if not settings.audit_path.exists():
        return {}
    found = audit.read_records(settings, action=ACTION, limit=1)
    return dict(found[0].detail) if found else {}
