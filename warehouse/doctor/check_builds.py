"""Checks the builds: the pointer, each file against its card, the working file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from warehouse import audit
from warehouse.builds.daily import kept_path
from warehouse.builds.pointer import (
    cards,
    compare_again,
    is_as_carded,
    is_whole,
    pointer_in,
    read_pointer,
)
from warehouse.builds.recorded import last_named
from warehouse.builds.status import last_run
from warehouse.doctor.finding import Finding
from warehouse.errors import (
    DamagedError,
    NothingPublishedError,
    ThanThienError,
)
from warehouse.settings import Settings
from warehouse.stores.durable import content_sha256


def check_builds(settings: Settings) -> Iterator[Finding]:
    """Everything that is wrong with what is published."""
    compare_again()
    try:
        pointer_in(settings.pointer_path)
    except FileNotFoundError:
        if list(settings.builds_dir.glob("warehouse-*")):
            yield Finding("pointer_damaged", str(settings.pointer_path))
    except DamagedError as refusal:
        yield Finding("pointer_damaged", str(settings.pointer_path), refusal.rule)
    try:
        published = read_pointer(settings)
    except (NothingPublishedError, DamagedError):
        return
    is_vouched_for = _has_whole_record(settings)
    if is_vouched_for and is_moved(settings):
        rule = "the pointer names the build that was last given to readers"
        yield Finding("pointer_damaged", str(settings.pointer_path), rule)
    listed = {card.build_id: card for card in cards(settings)}
    listed[published.build_id] = published
    for card in listed.values():
        # a broken record is found by itself; it makes no sound file a damaged one
        if not (is_whole if is_vouched_for else is_as_carded)(settings, card):
            yield Finding("build_damaged", str(settings.builds_dir / card.file))
    for path in sorted(settings.builds_dir.glob("warehouse-*.json")):
        try:
            pointer_in(path)
        except DamagedError as refusal:
            yield Finding("pointer_damaged", str(path), refusal.rule)
    kept = kept_path(settings, published.build_id)
    is_known = bool(published.kept_sha256) and kept.exists()
    if is_known and content_sha256(kept) != published.kept_sha256:
        yield Finding("working_file_damaged", str(kept))
    last = settings.builds_dir / "last_run.json"
    if last.exists() and not last_run(settings):
        yield Finding("last_run_damaged", str(last))


def _has_whole_record(settings: Settings) -> bool:
    """Whether the record that names builds is there as it was written."""
    try:
        return audit.verify(settings).is_intact
    except ThanThienError:
        return False


def is_moved(settings: Settings) -> bool:
    """Whether the pointer names another build than the record, which is there too."""
    with suppress(ThanThienError):
        named = last_named(settings)
        known = {card.build_id: card for card in cards(settings)}
        is_other = named in known and named != read_pointer(settings).build_id
        return is_other and is_whole(settings, known[named])
    return False
