"""Takes a bundle of released waves into raw: all of it or nothing.

The province's home needs no key for this but the public half, which the Front gives on
paper once. A newer bundle takes the place of the one before; what is unchanged stays.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import duckdb

from ingest.loading.bundled_rows import (
    BundledFile,
    is_in_raw,
    is_loaded_here,
    is_own_list,
    refuse_if_asked_otherwise,
    refuse_if_here_otherwise,
    sealed_text,
    take_in,
    take_out,
)
from ingest.loading.ledger import check_not_mixed, ingest_lock, open_raw
from ingest.loading.wave_owners import LISTED
from warehouse import audit
from warehouse.custody.batches import read_chain
from warehouse.custody.bundle import Bundle, Manifest, read_bundle
from warehouse.custody.check_bundle import check_bundle
from warehouse.custody.front_key import FrontKey, front_key, key_of, register_key
from warehouse.custody.owners import Listed, newly_listed, record_owners
from warehouse.custody.signed_rows import Salt, digest_of
from warehouse.custody.taken_bundles import Kept, keep_bundle, newest_bundle
from warehouse.errors import CustodyError
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql


def crash_point(name: str) -> None:
    """A named moment of taking a bundle: rows_in, kept, after_commit.

    Does nothing; the tests replace it to end the process there.
    """


@dataclass(frozen=True)
class Taken:
    """What was taken.

    Attributes:
        key_id: The Front's key.
        waves: Codes of the waves in the bundle.
        n_rows: Rows written into raw.
        is_known: The same bundle was taken before.
    """

    key_id: str
    waves: tuple[str, ...]
    n_rows: int
    is_known: bool


def take_bundle(
    settings: Settings, path: Path, *, actor: str, public_key: str = ""
) -> Taken:
    """Takes a bundle.

    Args:
        settings: The province's home.
        path: The bundle.
        actor: Who does it, for the audit record.
        public_key: The public half as the Front wrote it down; needed for the first.

    Raises:
        CustodyError: It is forged, cut, changed or older, of another key, or the home
            holds rows of its waves from elsewhere.
        AuditError: It cannot be recorded: nothing is taken.
        BusyError: A load or a build is running.
        ThanThienError: Simulated and real data would mix.
    """
    content = path.read_bytes()
    try:
        bundle = read_bundle(content, path.name)
        key = _key(settings, bundle.manifest, public_key, path.name)
        _refuse_if_wrong(bundle, key, path.name)
        is_known = _refuse_if_not_next(settings, bundle.manifest, path.name)
        with ingest_lock(settings), open_raw(settings) as connection:
            check_not_mixed(connection, is_simulated=bundle.manifest.is_simulated)
            run_sql(connection, "begin")
            is_committed = False
            try:
                n_rows = _Taking(connection, settings, bundle, actor).run()
                crash_point("kept")
                run_sql(connection, "commit")
                is_committed = True
                crash_point("after_commit")
            finally:
                if not is_committed:
                    run_sql(connection, "rollback")
            run_sql(connection, "checkpoint store")
    except CustodyError as error:
        audit.record(
            settings,
            actor=actor,
            action="custody_refused",
            subject=sha256(content).hexdigest(),
            detail={"file": path.name, "reason": error.message},
        )
        raise
    waves = {release.wave_code for release in bundle.manifest.read_statements()}
    return Taken(key.key_id, tuple(sorted(waves)), n_rows, is_known)


def _key(
    settings: Settings, manifest: Manifest, public_key: str, name: str
) -> FrontKey:
    """The registered key, or the one that the Front's paper confirms."""
    known = front_key(settings)
    if known is not None and newest_bundle(settings) is None and _signs_here(settings):
        rule = "this home holds what the Front signed in it"
        raise CustodyError("file", name, rule, "use a home of its own")
    wanted = known.public_key if known else key_of(public_key).public_key
    if manifest.public_key != wanted:
        rule = "the key that is registered as the Front's"
        if known is None:
            rule = "the public half that the Front wrote down"
        step = "ask the Front which key it signs with"
        raise CustodyError("key", manifest.key.key_id, rule, step)
    if manifest.is_demo and not manifest.is_simulated:
        rule = "the demo key signs simulated data only"
        raise CustodyError("key", name, rule, "use a home of its own")
    return known or manifest.key


def _signs_here(settings: Settings) -> bool:
    return bool(read_chain(settings).batches)


def _refuse_if_wrong(bundle: Bundle, key: FrontKey, name: str) -> None:
    checked = check_bundle(bundle, key)
    if checked.faults:
        fault = checked.faults[0]
        shown = f"{name}: {fault.what} {fault.wave_code} {fault.place}"
        rule = f"a bundle is taken as the Front signed it; {len(checked.faults)} faults"
        raise CustodyError("file", shown, rule, f"thanthien wave verify {name}")


def _refuse_if_not_next(settings: Settings, manifest: Manifest, name: str) -> bool:
    """Whether it is the one taken last; refuses what does not come after that.

    A newer bundle says all that the one before said of releases, and more.
    """
    before = newest_bundle(settings)
    if before is None:
        return False
    if before == manifest.body():
        return True
    old = [body for body, _ in Manifest.of_body(before).statements]
    new = [body for body, _ in manifest.statements]
    if new == old[: len(new)]:
        rule = f"release {len(old)} of the Front is here, and this says {len(new)}"
        raise CustodyError("file", name, rule, "take the newest bundle")
    if old != new[: len(old)]:
        rule = "a newer bundle says again what the one before said of releases"
        raise CustodyError("file", name, rule, "ask the Front which bundle holds")
    return False


@dataclass(frozen=True)
class _Taking:
    """One bundle on its way into raw, inside a transaction."""

    connection: duckdb.DuckDBPyConnection
    settings: Settings
    bundle: Bundle
    actor: str

    def run(self) -> int:
        """Writes rows, owners and statements; says how many rows were written."""
        manifest = self.bundle.manifest
        before = newest_bundle(self.settings)
        held = {sha for sha, _ in Manifest.of_body(before).parts()} if before else set()
        files = self._files()
        named = [(part.kind, part.of) for file in files for part in file.parts]
        now = {file.sha256 for file in files}
        own = {f.sha256 for f in files if is_own_list(self.connection, f)}
        refuse_if_here_otherwise(self.connection, named, now - own)
        for gone in held - now:
            if not is_loaded_here(self.connection, gone):
                take_out(self.connection, gone)
        n_rows = 0
        for file in files:
            if file.sha256 not in own and not is_in_raw(self.connection, file):
                take_out(self.connection, file.sha256)
                n_rows += take_in(self.connection, file)
        asked = {of for kind, of in named if kind == "item"}
        refuse_if_asked_otherwise(self.connection, asked, now)
        new = self._new_owners(now)
        crash_point("rows_in")
        if before != manifest.body():
            self._keep(before, self._texts(files))
        record_owners(self.settings, new.values())
        return n_rows

    def _files(self) -> list[BundledFile]:
        manifest = self.bundle.manifest
        numbers = iter(range(len(manifest.parts())))
        return [
            BundledFile(
                batch.file_sha256,
                came,
                batch.parts,
                [self.bundle.rows.get(next(numbers), []) for _ in batch.parts],
                manifest.is_simulated,
            )
            for batch, came in zip(
                manifest.read_batches(), manifest.delivered_at, strict=True
            )
        ]

    def _texts(self, files: Sequence[BundledFile]) -> dict[str, str]:
        return {
            part.digest: sealed_text(self.connection, file.sha256, part)
            for file in files
            for part in file.parts
        }

    def _new_owners(self, files: Collection[str]) -> dict[str, Listed]:
        """Owners to record, of waves that are listed here for the first time."""
        found = [Listed(*row) for row in run_sql(self.connection, LISTED).fetchall()]
        new: dict[str, Listed] = {}
        for sha in sorted({wave.file_sha256 for wave in found} & {*files}):
            new |= newly_listed(self.settings, found, file_sha256=sha)
        return new

    def _keep(self, before: str | None, texts: dict[str, str]) -> None:
        manifest = self.bundle.manifest
        if front_key(self.settings) is None:
            register_key(self.settings, manifest.key, self.actor)
        n_known = len(Manifest.of_body(before).statements) if before else 0
        new = list(enumerate(manifest.statements, start=1))[n_known:]
        statements = manifest.read_statements()
        keep_bundle(
            self.settings,
            manifest.body(),
            self.bundle.signature,
            Kept(
                actor=self.actor,
                texts=texts,
                salts=[
                    Salt(digest, salt, date.fromisoformat(day) if day else None)
                    for digest, salt, day in manifest.salts
                ],
                statements=[(n, body, signed) for n, (body, signed) in new],
                released=[
                    (
                        statements[n - 1].wave_code,
                        {
                            "statement": digest_of(body),
                            "edition": str(statements[n - 1].edition),
                        },
                    )
                    for n, (body, _) in new
                ],
            ),
        )
