"""Keeping what a clerk decided as a spec, the earlier one of that name put by."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from ingest.spec.read_spec import read_spec
from warehouse import audit
from warehouse.desk.desks import said_of
from warehouse.desk.jobs import Job
from warehouse.settings import Settings
from warehouse.stores.copies import make_folder, write_private


def keep_spec(
    settings: Settings, job: Job, path: Path, text: str, *, name: str, of_file: str
) -> None:
    """Writes a spec in one step, once it is whole and recorded.

    Args:
        settings: Names the home.
        job: Who decided it.
        path: Where the spec is to lie; one that lies there is put by.
        text: The spec, YAML.
        name: Its name.
        of_file: The file it was decided on.

    Raises:
        SpecError: It is no whole spec: nothing is kept.
        AuditError: It cannot be recorded: nothing is kept.
    """
    make_folder(path.parent)
    draft = path.with_name(f"{path.name}.{job.job_id}.new")
    write_private(draft, text)
    try:
        read_spec(draft)
        named = said_of(settings, subject=name, name=path.name, file=of_file)
        digest = hashlib.sha256(text.encode()).hexdigest()
        audit.record(
            settings,
            actor=job.by,
            action="spec_kept",
            subject=named.pop("subject", ""),
            detail={"sha256": digest, **named},
        )
        _put_by(path)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _put_by(path: Path) -> None:
    """Keeps an earlier spec of the name beside, out of the way of those in use."""
    if not path.exists():
        return
    earlier = path.parent / "earlier"
    make_folder(earlier)
    numbers: Sequence[Path] = sorted(earlier.glob(f"{path.stem}.*.yml"))
    # linked, not moved: at no moment is the layout unknown
    os.link(path, earlier / f"{path.stem}.{len(numbers) + 1}.yml")
