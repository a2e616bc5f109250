"""Whether the Front's waves are, row for row, what the Front signed.

The public half of the key is enough. It is read from the record of the home, or given
by the Front from its own paper, which no change of the home can reach.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import duckdb

from warehouse import audit
from warehouse.custody.batches import (
    Chain,
    Parts,
    read_chain,
    salt_of,
    signed_text,
)
from warehouse.custody.changed_rows import Fault, row_faults
from warehouse.custody.front_key import FrontKey, front_key, key_id_of, key_of
from warehouse.custody.owners import owners
from warehouse.custody.shared_items import differing_items
from warehouse.custody.signed_rows import (
    KEYS,
    Part,
    digest_of,
    emptied_digest,
    has_begun_to_empty,
    name_of,
    rows_in,
    rules_of,
    text_of,
)
from warehouse.custody.taken_bundles import newest_bundle
from warehouse.raw.store import open_raw
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql


@dataclass(frozen=True)
class Checked:
    """What a check looked at and found.

    Attributes:
        key_id: The key it checked with; empty where the Front has none.
        n_batches: Batches that hold.
        n_rows: Signed rows that count.
        waves: Waves of the Front.
        faults: What is wrong; empty when all is as signed.
        rows_of: Wave, or "" for questions, and its signed rows that count.
    """

    key_id: str
    n_batches: int
    n_rows: int
    waves: tuple[str, ...]
    faults: tuple[Fault, ...]
    rows_of: tuple[tuple[str, int], ...] = ()


def without_waiting(checked: Checked, released: Collection[str]) -> Checked:
    """The same for all but the Front: of a wave that waits neither rows nor places.

    Args:
        checked: What a check found.
        released: Waves that are released.
    """
    told = {"", *released}
    faults = tuple(
        fault if fault.wave_code in told else replace(fault, place="…")
        for fault in checked.faults
    )
    rows_of = tuple(found for found in checked.rows_of if found[0] in told)
    n_rows = sum(n for _, n in rows_of)
    return replace(checked, n_batches=0, n_rows=n_rows, faults=faults, rows_of=rows_of)


def check_waves(settings: Settings, *, public_key: str = "") -> Checked:
    """Compares raw, the record of owners and the chain with what is signed.

    Args:
        settings: Names the stores.
        public_key: 32 bytes in hex; the registered key if left out.

    Raises:
        CustodyError: The given key is none.
        BusyError: Raw is being written.
    """
    registered = front_key(settings)
    key = key_of(public_key) if public_key else registered
    waves = tuple(sorted(c for c, w in owners(settings).items() if w.owner == FRONT))
    if key is None:
        return Checked("", 0, 0, waves, tuple(_lost_key(settings)))
    faults = list(_key_faults(settings, key, registered))
    chain = read_chain(settings, key)
    faults += _chain_faults(settings, chain)
    parts = chain.parts()
    if settings.raw_path.exists():
        with open_raw(settings) as connection:
            faults += _raw_faults(connection, settings, parts, waves)
    elif parts:
        faults.append(Fault("dropped", "", settings.raw_path.name))
    rows_of = tuple(
        ("" if part.kind == "item" else part.of, part.n_rows) for part in parts.values()
    )
    return Checked(
        key.key_id,
        len(chain.batches),
        sum(n for _, n in rows_of),
        waves,
        tuple(faults),
        rows_of,
    )


def _lost_key(settings: Settings) -> Iterator[Fault]:
    """The record tells of a key that is registered no longer: nothing is checked."""
    made = audit.read_records(settings, action="front_key_made", limit=None)
    signed = audit.read_records(settings, action="wave_signed", limit=1)
    if made or signed:
        yield Fault("key", "", made[-1].subject if made else "")


def _key_faults(
    settings: Settings, key: FrontKey, registered: FrontKey | None
) -> Iterator[Fault]:
    made = audit.read_records(settings, action="front_key_made", limit=None)
    is_known = registered is not None and registered.public_key == key.public_key
    is_named = key_id_of(key.public_key) == key.key_id
    if not (is_known and is_named) or (made and made[-1].subject != key.key_id):
        yield Fault("key", "", key.key_id)


def _chain_faults(settings: Settings, chain: Chain) -> Iterator[Fault]:
    if chain.broken_at is not None:
        yield Fault("chain", "", str(chain.broken_at))
        return
    bundle = newest_bundle(settings)
    if bundle is not None:
        taken = audit.read_records(settings, action="bundle_taken", limit=None)
        if not taken or taken[0].subject != digest_of(bundle):
            yield Fault("cut", "", taken[0].subject[:12] if taken else "1")
        return
    noted: dict[int, set[str]] = {}
    records = audit.read_records(settings, action="wave_signed", limit=None)
    for record in records:
        number = int(record.detail.get("batch", "0"))
        noted.setdefault(number, set()).add(record.detail.get("digest", ""))
    for batch in chain.batches:
        if digest_of(batch.body()) not in noted.get(batch.sequence, set()):
            yield Fault("chain", "", str(batch.sequence))
    if noted and max(noted) > len(chain.batches):
        yield Fault("cut", "", str(max(noted)))


def _raw_faults(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    parts: Parts,
    waves: tuple[str, ...],
) -> Iterator[Fault]:
    look = _Look(connection, settings, parts, waves)
    for (sha, _, _), part in parts.items():
        yield from look.part_faults(sha, part)
    yield from look.unsigned()
    yield from look.owner_faults()


class _Look:
    """One check of raw against the parts that count.

    Args:
        connection: With raw in use.
        settings: Names what was signed.
        parts: The parts that count.
        waves: The Front's waves on record.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        settings: Settings,
        parts: Parts,
        waves: tuple[str, ...],
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._parts = parts
        names = run_sql(connection, "select file_sha256, file_name from raw.file")
        self._names = {str(sha): str(name) for sha, name in names.fetchall()}
        self._listed = run_sql(
            connection,
            "select wave_code, owner, stream, instrument, _file_sha256 from raw.wave",
        ).fetchall()
        listed = {str(code) for code, owner, *_ in self._listed if owner == FRONT}
        self._waves = {*waves, *listed}

    def part_faults(self, sha: str, part: Part) -> Iterator[Fault]:
        """Compares the rows of one file and wave with those that were signed."""
        name = self._names.get(sha, sha[:12])
        now = rows_in(self._connection, sha, part.kind, part.of)
        if digest_of(text_of(now)) != part.digest:
            before = signed_text(self._settings, part)
            if before is None or not now:
                what = "changed" if now else "dropped"
                place = f"{name} {part.kind}: {part.n_rows} → {len(now)}"
                found = [Fault(what, "", place)]
            else:
                found = row_faults("", name, before, now)
            yield from self._of_waves(part, found)
        yield from self._of_waves(part, list(self._emptied_faults(sha, part, name)))

    def _emptied_faults(self, sha: str, part: Part, name: str) -> Iterator[Fault]:
        signed = dict(part.emptied)
        for rule in rules_of(part.kind):
            digest = signed.get(name_of(rule), "")
            if has_begun_to_empty(self._connection, sha, part, rule):
                continue
            salt = salt_of(self._settings, digest)
            now = emptied_digest(self._connection, sha, part, rule, salt or "")
            if salt is None or now != digest:
                yield Fault("emptied", "", f"{name} {part.kind}: {name_of(rule)}")

    def unsigned(self) -> Iterator[Fault]:
        """Rows of the Front's waves in files it did not sign."""
        is_by_bundle = newest_bundle(self._settings) is not None
        for kind in KEYS:
            found = self._rows_by_file(kind)
            if kind == "item" and is_by_bundle:
                signed = {sha for sha, own, _ in self._parts if own == kind}
                instruments = self._instruments()
                found = differing_items(self._connection, instruments, signed)
            for sha, of, n, line in found:
                if (sha, kind, of) not in self._parts:
                    name = self._names.get(str(sha), str(sha)[:12])
                    part = Part(kind, str(of), n, "")
                    fault = Fault("added", "", f"{name}:{line} {kind} +{n}")
                    yield from self._of_waves(part, [fault])

    def _rows_by_file(self, kind: str) -> list[tuple[str, str, int, int]]:
        """File, wave or instrument of the Front, how many rows, and the first line."""
        theirs = self._instruments() if kind == "item" else self._waves
        return run_sql(
            self._connection,
            f"select _file_sha256, {KEYS[kind]}, count(*), min(_line)"
            f' from raw."{kind}" where list_contains($theirs, {KEYS[kind]})'
            " group by all order by all",
            {"theirs": sorted(theirs)},
        ).fetchall()

    def owner_faults(self) -> Iterator[Fault]:
        """Signed waves that the record of owners does not name the Front's."""
        known = owners(self._settings)
        for code, owner, stream, _, sha in self._listed:
            is_theirs = (sha, "wave", code) in self._parts and owner == FRONT
            record = known.get(str(code))
            if is_theirs and (
                record is None or (record.owner, record.stream) != (owner, stream)
            ):
                yield Fault("owner", str(code), f"{code}: {record and record.owner}")

    def _instruments(self) -> set[str]:
        return {str(i) for c, _, _, i, _ in self._listed if i and c in self._waves}

    def _of_waves(self, part: Part, faults: list[Fault]) -> Iterator[Fault]:
        """The faults of a part, for each wave that rests on it."""
        waves = {part.of}
        if part.kind == "item":
            asked = {str(c) for c, _, _, i, _ in self._listed if i == part.of}
            waves = asked & self._waves or {""}
        for fault in faults:
            yield from (replace(fault, wave_code=code) for code in sorted(waves))
