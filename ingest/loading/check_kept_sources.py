"""Looks at kept source files, their specs, and what the province wrote itself."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

import pyrage

from ingest.loading.sources import Source, keep_spec, own_key, sources_dir
from ingest.spec.read_spec import read_spec
from warehouse.desk.desks import all_desks
from warehouse.desk.jobs import jobs_dir
from warehouse.doctor.finding import Finding
from warehouse.errors import RuleError, SpecError, ThanThienError
from warehouse.rules.rules import read_rules
from warehouse.settings import Settings
from warehouse.stores.durable import content_sha256
from warehouse.upkeep.restore import free_name


def look_at_kept(settings: Settings) -> Iterator[Finding]:
    """Everything that is wrong with files that were given, not made."""
    folder = sources_dir(settings)
    names = {path.stem for end in ("age", "json") for path in folder.glob(f"*.{end}")}
    if names:
        yield from _look_at_sources(settings, sorted(names))
    for path in sorted((folder / "specs").glob("*.yml")):
        if content_sha256(path) != path.stem:
            yield Finding("source_spec_damaged", str(path))
    kept = (jobs_dir(desk).glob("*.json") for desk in all_desks(settings))
    for path in sorted(chain.from_iterable(kept)):
        try:
            is_job = isinstance(json.loads(path.read_text(encoding="utf-8")), dict)
        except ValueError:
            is_job = False
        if not is_job:
            yield Finding("job_damaged", str(path))
    yield from _look_at_own(settings)


def put_spec_back(settings: Settings, path: Path) -> bool:
    """Makes the copy of a spec anew, from a spec of the home or a shipped one."""
    if path.exists():
        os.replace(path, free_name(path, "damaged"))
    keep_spec(settings, path, None)
    return path.exists()


def _look_at_sources(settings: Settings, names: list[str]) -> Iterator[Finding]:
    try:
        key = own_key(settings)
    except (ThanThienError, OSError) as error:
        yield Finding("source_key_damaged", str(sources_dir(settings)), str(error))
        return
    for name in names:
        path = sources_dir(settings) / f"{name}.json"
        source = _source(path)
        if source is None or not _is_whole(path.with_suffix(".age"), name, key):
            yield Finding("source_damaged", str(path))
            continue
        spec = sources_dir(settings) / "specs" / f"{source.spec_sha256}.yml"
        if not spec.exists():
            yield Finding("source_spec_damaged", str(spec), "missing")


def _source(path: Path) -> Source | None:
    with suppress(OSError, ValueError, TypeError):
        return Source(**json.loads(path.read_text(encoding="utf-8")))
    return None


class _Digest:
    """A file that keeps the digest of what is written into it alone."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()

    def write(self, part: bytes) -> int:
        self.sha256.update(part)
        return len(part)

    def flush(self) -> None:
        """Nothing waits."""


def _is_whole(path: Path, sha256: str, key: pyrage.x25519.Identity) -> bool:
    found = _Digest()
    try:
        with path.open("rb") as kept:
            pyrage.decrypt_io(kept, found, [key])
    except (pyrage.DecryptError, OSError):
        return False
    return found.sha256.hexdigest() == sha256


def _look_at_own(settings: Settings) -> Iterator[Finding]:
    try:
        read_rules(settings)
    except RuleError as refusal:
        yield Finding("own_file_wrong", str(settings.rules_dir), refusal.message)
    for path in sorted((settings.home / "specs").glob("*.yml")):
        try:
            read_spec(path)
        except SpecError as refusal:
            yield Finding("own_file_wrong", str(path), refusal.message)
