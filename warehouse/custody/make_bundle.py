"""Writing a bundle in the Front's home: its released waves and nothing of another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import duckdb

from warehouse.custody.batches import START, Batch, read_chain
from warehouse.custody.bundle import Manifest, Signed, bundle_text
from warehouse.custody.changed_rows import waves_with
from warehouse.custody.check_waves import check_waves
from warehouse.custody.front_key import Signer, front_key
from warehouse.custody.packed_rows import columns_of, pack_rows
from warehouse.custody.releases import (
    ballots_digest,
    forged_statements,
    released_waves,
    releases,
)
from warehouse.custody.signed_rows import KEYS, Part, digest_of
from warehouse.custody.taken_bundles import refuse_if_by_bundle
from warehouse.errors import CustodyError
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading


@dataclass(frozen=True)
class Made:
    """A bundle that was made.

    Attributes:
        text: What its file holds; the same home gives the same text again.
        waves: Codes of the waves in it.
        n_rows: Rows in it.
        key_id: The key that signed it.
    """

    text: str
    waves: tuple[str, ...]
    n_rows: int
    key_id: str


def make_bundle(settings: Settings, signer: Signer) -> Made:
    """Makes the bundle of all released waves.

    A delivered file may hold rows of a wave that waits; only the parts of released
    waves go out, in batches that are signed anew, and nothing names the file.

    Args:
        settings: The Front's home.
        signer: The Front's opened key.

    Raises:
        CustodyError: Nothing is released, the key is another, or a released wave is
            not as it was released.
        BusyError: Raw is being written.
    """
    refuse_if_by_bundle(settings, "home", settings.home.name)
    key = front_key(settings)
    if key is None or key.public_key != signer.public_key:
        rule = "the key that is registered as the Front's"
        raise CustodyError("key", signer.key_id, rule, "thanthien wave key")
    waves = released_waves(settings)
    _refuse_if_not_as_released(settings, waves)
    with open_raw(settings) as connection:
        batches, delivered_at, is_simulated = _released_batches(
            settings, connection, waves
        )
        signed = _signed(batches, signer)
        packed = [
            [
                (row.row.as_line(), row.text)
                for row in pack_rows(connection, batch.file_sha256, part.kind, part.of)
            ]
            for batch in batches
            for part in batch.parts
        ]
    manifest = Manifest(
        public_key=key.public_key,
        is_demo=key.is_demo,
        is_simulated=is_simulated,
        columns={kind: columns_of(kind) for kind in KEYS},
        batches=signed,
        delivered_at=delivered_at,
        indexes=tuple(digest_of("\n".join(i for i, _ in rows)) for rows in packed),
        salts=_salts(settings, batches),
        statements=_statements(settings),
    )
    text = bundle_text(manifest, signer.sign(manifest.body()), packed)
    return Made(text, waves, sum(map(len, packed)), key.key_id)


def _refuse_if_not_as_released(settings: Settings, waves: Collection[str]) -> None:
    forged = forged_statements(settings)
    if forged or not waves:
        rule = "a bundle holds waves that the Front released, and there is none"
        if forged:
            rule = "every statement of release is signed and on record"
        raise CustodyError("wave", str(forged), rule, "thanthien wave verify")
    checked = check_waves(settings)
    wrong = {*waves_with(checked.faults, checked.waves)} & {*waves}
    for release in releases(settings):
        if release.wave_code in wrong:
            rule = "a wave goes out as the Front signed it, and this one differs"
            step = "thanthien wave verify"
            raise CustodyError("wave", release.wave_code, rule, step)
        if ballots_digest(settings, release.wave_code) != release.ballots:
            rule = "it has other ballots than the edition that was released"
            step = f"thanthien wave release {release.wave_code}, a new edition"
            raise CustodyError("wave", release.wave_code, rule, step)


def _released_batches(
    settings: Settings, connection: duckdb.DuckDBPyConnection, waves: Collection[str]
) -> tuple[list[Batch], tuple[str, ...], bool]:
    """The parts of released waves as a chain; when their files came; simulated?"""
    rows = run_sql(
        connection,
        "select instrument from raw.wave"
        " where instrument is not null and list_contains($waves, wave_code)",
        {"waves": sorted(waves)},
    ).fetchall()
    instruments = {str(instrument) for (instrument,) in rows}
    chain = read_chain(settings)
    parts: dict[str, list[Part]] = {}
    for (sha, kind, of), part in chain.parts().items():
        if of in (instruments if kind == "item" else waves):
            parts.setdefault(sha, []).append(part)
    files = run_sql(
        connection,
        "select f.file_sha256, d.delivered_at, f.is_simulated from raw.file as f"
        " join raw.delivery as d using (file_sha256)"
        " where f.status = 'loaded' and list_contains($files, f.file_sha256)"
        " order by d.delivered_at, f.file_sha256",
        {"files": sorted(parts)},
    ).fetchall()
    signed_last = {batch.file_sha256: batch for batch in chain.batches}
    batches: list[Batch] = []
    for number, (sha, _, _) in enumerate(files, start=1):
        own = sorted(parts[sha], key=lambda part: (part.kind, part.of))
        previous = digest_of(batches[-1].body()) if batches else START
        batch = replace(signed_last[sha], sequence=number, previous=previous)
        batches.append(replace(batch, parts=tuple(own)))
    delivered_at = tuple(at.isoformat() for _, at, _ in files)
    return batches, delivered_at, any(simulated for *_, simulated in files)


def _signed(batches: list[Batch], signer: Signer) -> tuple[Signed, ...]:
    return tuple((batch.body(), signer.sign(batch.body())) for batch in batches)


def _salts(
    settings: Settings, batches: list[Batch]
) -> tuple[tuple[str, str, str | None], ...]:
    wanted = {digest for b in batches for part in b.parts for _, digest in part.emptied}
    query = "select digest, salt, last_day from wave_salt order by digest"
    with reading(settings) as connection:
        found = [tuple(row) for row in run_sql(connection, query)]
    return tuple(salt for salt in found if salt[0] in wanted)


def _statements(settings: Settings) -> tuple[Signed, ...]:
    query = "select body, signature from wave_statement order by sequence"
    with reading(settings) as connection:
        return tuple((str(b), str(s)) for b, s in run_sql(connection, query))
