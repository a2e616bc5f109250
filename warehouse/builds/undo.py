"""Going back to the build before: its file lies there still, only the pointer moves."""

from __future__ import annotations

from contextlib import suppress

from warehouse import audit
from warehouse.builds.pointer import Pointer, cards, is_whole, point_to, read_pointer
from warehouse.builds.publish import build_lock
from warehouse.errors import BuildError, DamagedError, NothingPublishedError
from warehouse.settings import Settings


def build_before(settings: Settings) -> Pointer | None:
    """The build before the published one that is still there and whole."""
    with suppress(NothingPublishedError, DamagedError):
        published = read_pointer(settings)
        earlier = (c for c in cards(settings) if c.sequence < published.sequence)
        return next((card for card in earlier if is_whole(settings, card)), None)
    return None


def undo_build(settings: Settings, *, by: str) -> Pointer:
    """Publishes the build before again; what was loaded stays loaded.

    Args:
        settings: Where builds lie.
        by: Account of who does it.

    Returns:
        The build readers have now.

    Raises:
        BuildError: There is no build before.
        BusyError: A build is running.
        AuditError: It cannot be recorded: nothing moves.
    """
    with build_lock(settings):
        before = build_before(settings)
        if before is None:
            rule = "a build before the published one is kept"
            raise BuildError("build", None, rule, "build again")
        audit.record(
            settings,
            actor=by,
            action="build_undone",
            subject=before.build_id,
            detail={"instead_of": read_pointer(settings).build_id},
        )
        point_to(settings, before)
    return before
