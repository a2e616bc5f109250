"""Whether a bundle is, row for row, what the Front signed: by its public half alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import duckdb

from warehouse.custody.batches import START
from warehouse.custody.bundle import Bundle, Signed, index_row
from warehouse.custody.changed_rows import Fault, row_faults
from warehouse.custody.check_waves import Checked
from warehouse.custody.front_key import FrontKey
from warehouse.custody.packed_rows import columns_of, unpack_rows
from warehouse.custody.signed_rows import (
    KEYS,
    Part,
    ballots_text,
    digest_of,
    emptied_digest,
    has_begun_to_empty,
    name_of,
    rows_in,
    rules_of,
    text_of,
)
from warehouse.raw.kinds import create_statements
from warehouse.stores.run_sql import run_sql


def check_bundle(bundle: Bundle, key: FrontKey) -> Checked:
    """Compares a bundle with what the key signed.

    Args:
        bundle: As it was read.
        key: The Front's, from its own paper or the record of the home.
    """
    manifest = bundle.manifest
    waves = tuple(sorted({r.wave_code for r in manifest.read_statements()}))
    n_rows = sum(map(len, bundle.rows.values()))
    faults = list(_signature_faults(bundle, key))
    if not faults:
        faults += _text_faults(bundle)
    if not faults:
        faults += _seal_faults(bundle)
    n_batches = len(manifest.batches)
    return Checked(key.key_id, n_batches, n_rows, waves, tuple(faults))


def _signature_faults(bundle: Bundle, key: FrontKey) -> Iterator[Fault]:
    """The key, and all that it signed: manifest, batches and statements."""
    manifest = bundle.manifest
    if manifest.public_key != key.public_key:
        yield Fault("key", "", manifest.key.key_id)
    if not key.is_signature(bundle.signature, manifest.body()):
        yield Fault("manifest", "", "1")
    for what, signed in (
        ("chain", manifest.batches),
        ("release", manifest.statements),
    ):
        yield from (Fault(what, "", str(n)) for n in _unsigned(signed, key))
    batches, statements = manifest.read_batches(), manifest.read_statements()
    bodies = [body for body, _ in manifest.batches]
    linked = [(b.sequence, b.previous) for b in batches]
    yield from (Fault("chain", "", str(n)) for n in _unlinked(bodies, linked))
    bodies = [body for body, _ in manifest.statements]
    linked = [(s.sequence, s.previous) for s in statements]
    yield from (Fault("release", "", str(n)) for n in _unlinked(bodies, linked))
    n_parts = len(manifest.parts())
    if len(manifest.indexes) != n_parts or len(manifest.delivered_at) != len(batches):
        yield Fault("manifest", "", "1")
    if manifest.columns != {kind: columns_of(kind) for kind in KEYS}:
        yield Fault("version", "", manifest.format)


def _unsigned(signed: tuple[Signed, ...], key: FrontKey) -> Iterator[int]:
    for number, (body, signature) in enumerate(signed, start=1):
        if not key.is_signature(signature, body):
            yield number


def _unlinked(bodies: list[str], linked: list[tuple[int, str]]) -> Iterator[int]:
    before = [START, *map(digest_of, bodies)]
    for number, (found, last) in enumerate(zip(linked, before, strict=False), start=1):
        if found != (number, last):
            yield number


def _text_faults(bundle: Bundle) -> Iterator[Fault]:
    """Every row against its index, and every index against the manifest."""
    for number, (sha, part) in enumerate(bundle.manifest.parts()):
        place = f"{sha[:12]} {part.kind}"
        wave_code = "" if part.kind == "item" else part.of
        index, texts = bundle.index.get(number, []), bundle.rows.get(number, [])
        if digest_of("\n".join(index)) != bundle.manifest.indexes[number]:
            yield Fault("changed", wave_code, f"{place} index")
        before = [index_row(line) for line in index]
        by_digest = {row.digest: row for row in before}
        digests = list(map(digest_of, texts))
        there = set(digests)
        lost = [row for row in before if row.digest not in there]
        now = []
        for digest, text in zip(digests, texts, strict=True):
            row = by_digest.get(digest)
            if row is None and lost:
                row = replace(lost.pop(0), digest=digest)  # what stood there
            now.append(row or replace(index_row(text), digest=digest))
        found = row_faults(wave_code, place, before, now)
        yield from found
        if not found and now != before:
            moved = next(a for a, b in zip(now, before, strict=True) if a != b)
            yield Fault("moved", wave_code, f"{place} {moved.place} {moved.name}")
    for line in bundle.strange:
        yield Fault("added", "", str(line))
    if not bundle.is_in_order:
        yield Fault("moved", "", "i r")


def _seal_faults(bundle: Bundle) -> Iterator[Fault]:
    """The rows against the batches, and the batches against the statements."""
    manifest = bundle.manifest
    salts = {digest: salt for digest, salt, _ in manifest.salts}
    with duckdb.connect() as connection:
        run_sql(connection, create_statements())
        for number, (sha, part) in enumerate(manifest.parts()):
            unpack_rows(connection, sha, part.kind, bundle.rows.get(number, []))
        for sha, part in manifest.parts():
            yield from _part_faults(connection, sha, part, salts)
    parts = {(sha, p.kind, p.of): p for sha, p in manifest.parts()}
    latest = {s.wave_code: s for s in manifest.read_statements()}
    for code, statement in latest.items():
        if digest_of(ballots_text(parts, code)) != statement.ballots:
            yield Fault("release", code, str(statement.sequence))
    for _, part in manifest.parts():
        if part.kind != "item" and part.of not in latest:
            yield Fault("added", part.of, part.kind)


def _part_faults(
    connection: duckdb.DuckDBPyConnection, sha: str, part: Part, salts: dict[str, str]
) -> Iterator[Fault]:
    wave_code = "" if part.kind == "item" else part.of
    place = f"{sha[:12]} {part.kind}"
    now = rows_in(connection, sha, part.kind, part.of)
    if len(now) != part.n_rows or digest_of(text_of(now)) != part.digest:
        yield Fault("changed", wave_code, f"{place}: {part.n_rows} → {len(now)}")
    signed = dict(part.emptied)
    for rule in rules_of(part.kind):
        if has_begun_to_empty(connection, sha, part, rule):
            continue
        digest = signed.get(name_of(rule), "")
        salt = salts.get(digest, "")
        if emptied_digest(connection, sha, part, rule, salt) != digest:
            yield Fault("emptied", wave_code, f"{place}: {name_of(rule)}")
