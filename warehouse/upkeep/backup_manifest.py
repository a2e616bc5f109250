"""What a backup says of itself: its files with their digests, and what they hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from warehouse.errors import DamagedError, ThanThienError
from warehouse.stores.durable import content_sha256
from warehouse.stores.state import refuse_if_shared

MANIFEST = "manifest.json"
FORMAT = 2
BROKEN = "broken_chains"
"""The key under which it names the chains that were broken when it was made."""
DIGEST = "sha256"
"""The key under which a manifest says its own digest."""


@dataclass(frozen=True)
class Manifest:
    """The list of a backup's files.

    Attributes:
        files: Name inside the folder → SHA-256, of the file as it lies there.
        format: 2; a newer one is of a newer version. 1 had the files alone.
        number: 1, 2, 3 … in the order of making, in one folder of backups.
        made_at: UTC time, ISO 8601, as the clock stood.
        holds: What is in it: rows by kind, but for those of which a wave of the Front
            may wait; the published build; and chains of signatures that were broken
            when it was made.
        is_encrypted: Each file is an age file, to be opened with the identity.
    """

    files: dict[str, str]
    format: int = FORMAT
    number: int = 0
    made_at: str = ""
    holds: Mapping[str, Any] = field(default_factory=dict)
    is_encrypted: bool = False


def write_text_of(manifest: Manifest) -> str:
    """The manifest as it is written, with a digest of all that it says."""
    facts = asdict(manifest)
    sealed = {**facts, DIGEST: _digest(facts)}
    return json.dumps(sealed, indent=2, ensure_ascii=False) + "\n"


def _digest(facts: Mapping[str, Any]) -> str:
    return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Reads the manifest of a backup, of this version or an earlier one.

    Raises:
        ThanThienError: There is none, or others may read it.
        DamagedError: It cannot be read, or a newer version wrote it.
    """
    path = folder / MANIFEST
    if not path.exists():
        rule = f"a whole backup has a {MANIFEST}"
        raise ThanThienError("backup", str(folder), rule, "choose another backup")
    refuse_if_shared(path)
    try:
        manifest = _manifest(json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError, KeyError) as error:
        rule = "the file is as it was when it was backed up"
        raise DamagedError("backup", MANIFEST, rule, "choose another backup") from error
    if manifest.format > FORMAT:
        rule = "the file must not be of a newer version of the program"
        step = "install that version of the program"
        raise DamagedError("backup", manifest.format, rule, step)
    return manifest


def _manifest(facts: dict[str, Any]) -> Manifest:
    if "format" not in facts:
        manifest = Manifest(files=facts, format=1)
    else:
        if int(facts["format"]) <= FORMAT:
            _refuse_if_changed(facts)
        manifest = Manifest(
            files=facts["files"],
            format=int(facts["format"]),
            number=int(facts.get("number", 0)),
            made_at=str(facts.get("made_at", "")),
            holds=dict(facts.get("holds", {})),
            is_encrypted=bool(facts.get("is_encrypted", False)),
        )
    if not all(isinstance(v, str) for kv in manifest.files.items() for v in kv):
        raise ValueError("files")
    return manifest


def _refuse_if_changed(facts: dict[str, Any]) -> None:
    """Early ones of this format have no digest."""
    said = facts.pop(DIGEST, None)
    if facts.keys() - Manifest.__dataclass_fields__.keys():
        raise ValueError("keys")
    if said is not None and said != _digest(facts):
        raise ValueError(DIGEST)


def check(folder: Path) -> Manifest:
    """Reads a backup through and compares every file with its manifest.

    Raises:
        ThanThienError: It has no manifest, or others may read it.
        DamagedError: A file is missing, damaged or strange.
    """
    manifest = read_manifest(folder)
    for name, digest in manifest.files.items():
        file = folder / name
        is_inside = file.resolve().is_relative_to(folder.resolve())
        if not is_inside or not file.is_file() or content_sha256(file) != digest:
            rule = "the file is as it was when it was backed up"
            raise DamagedError("backup", name, rule, "choose another backup")
    return manifest


def backups_in(folder: Path) -> list[tuple[Path, Manifest]]:
    """The finished backups of a folder, the latest made first."""
    found = []
    for path in sorted(folder.glob("thanthien-*"), reverse=True):
        if path.suffix == ".partial" or not (path / MANIFEST).exists():
            continue
        try:
            found.append((path, read_manifest(path)))
        except ThanThienError:
            continue
    return sorted(found, key=lambda one: one[1].number, reverse=True)
