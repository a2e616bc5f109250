"""Rows of the Front's waves in a loaded file: they enter only signed by the Front.

Theirs are the list of the wave, its ballots, the forms handed out for it, and the
questions of its instrument. Once the Front has a key, a file with such rows that the
Front did not sign is refused whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import duckdb

from ingest.loading.ledger import SourceFile
from ingest.mapping.mapped_kind import MappedKind
from warehouse.custody.batches import Part, sign_batch, signed_files
from warehouse.custody.front_key import Signer, front_key
from warehouse.custody.owners import Listed
from warehouse.errors import CustodyError
from warehouse.raw.kinds import KINDS
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql

KEYS = {
    "wave": "wave_code",
    "answer": "wave_code",
    "offered": "wave_code",
    "item": "instrument",
}
"""Kinds that may be the Front's, and what says whose a row is."""


@dataclass
class Named:
    """Waves and instruments that a file speaks of, rows known already among them."""

    found: dict[str, set[str]] = field(default_factory=dict)

    def add(self, connection: duckdb.DuckDBPyConnection, mapped: MappedKind) -> None:
        """Notes those of a chunk, whose view `staged` stands."""
        kind = mapped.sql.rule.kind.name
        if kind in KEYS:
            text = f"select distinct {KEYS[kind]} from staged where not is_refused"
            rows = run_sql(connection, text).fetchall()
            self.found.setdefault(kind, set()).update(str(of) for (of,) in rows)


def take_in_fronts_rows(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    file: SourceFile,
    named: Named,
    signer: Signer | None,
    owners: Mapping[str, Listed],
) -> None:
    """Signs what a file gave of the Front's waves, or refuses the file.

    Args:
        connection: Inside the file's transaction, its rows inserted.
        settings: Names the registered key and the signed batches.
        file: The file.
        named: What it speaks of.
        signer: The Front's opened key, if the Front loads the file.
        owners: Every wave listed, by its code, those of this file among them.

    Raises:
        CustodyError: Somebody else's file holds such rows, or another key signs.
        AuditError: The signature cannot be recorded.
    """
    key = front_key(settings)
    if key is None and signer is None:
        return
    if key is None or (signer is not None and signer.public_key != key.public_key):
        rule = "the key that is registered as the Front's"
        raise CustodyError("key", file.name, rule, "thanthien wave key")
    if signer is not None and key.is_demo and not file.is_simulated:
        rule = "the demo key signs simulated data only"
        raise CustodyError("key", file.name, rule, "use a home of its own")
    owned = _of_owner(connection, owners, is_front=True)
    fronts = sorted({*_theirs(named, owned)})
    if fronts and signer is None:
        rule = f"rows of the Front's {fronts[0]} enter only signed by the Front"
        step = "the Front loads it: thanthien ingest FILE --sign KEY"
        raise CustodyError("file", file.name, rule, step)
    if signer is None:
        return
    _refuse_if_unsigned_before(connection, settings, file, owners)
    others = _of_owner(connection, owners, is_front=False)
    parts = [
        _part(connection, file, kind, of)
        for kind, codes in sorted(named.found.items())
        for of in sorted(codes)
        if of in owned.get(kind, set()) or of not in others.get(kind, set())
    ]
    parts = [part for part in parts if part.n_rows]
    if parts:
        sign_batch(settings, signer, file.sha256, parts)


def _theirs(named: Named, owned: dict[str, set[str]]) -> Iterator[str]:
    for kind, codes in named.found.items():
        yield from codes & owned.get(kind, set())


def _of_owner(
    connection: duckdb.DuckDBPyConnection,
    owners: Mapping[str, Listed],
    *,
    is_front: bool,
) -> dict[str, set[str]]:
    """Kind → waves, or instruments, of the Front, or of the others."""
    codes = {code for code, w in owners.items() if (w.owner == FRONT) == is_front}
    rows = run_sql(
        connection,
        "select distinct instrument from raw.wave"
        " where instrument is not null and list_contains($codes, wave_code)",
        {"codes": sorted(codes)},
    ).fetchall()
    instruments = {str(instrument) for (instrument,) in rows}
    return {k: instruments if k == "item" else codes for k in KEYS}


def _refuse_if_unsigned_before(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    file: SourceFile,
    owners: Mapping[str, Listed],
) -> None:
    """Ballots that came before the list would become the Front's unseen."""
    new = [
        code
        for code, wave in owners.items()
        if wave.owner == FRONT and wave.file_sha256 == file.sha256
    ]
    signed = [*signed_files(settings), file.sha256]
    for kind in ("answer", "offered"):
        found = run_sql(
            connection,
            f"select f.file_name from raw.{kind} as r join raw.file as f"
            " on r._file_sha256 = f.file_sha256"
            " where list_contains($codes, r.wave_code)"
            " and not list_contains($signed, r._file_sha256) limit 1",
            {"codes": new, "signed": signed},
        ).fetchall()
        if found:
            rule = f"rows of a wave it lists came unsigned in {found[0][0]}"
            step = f"thanthien withdraw {found[0][0]}, then sign that file too"
            raise CustodyError("file", file.name, rule, step)


def _part(
    connection: duckdb.DuckDBPyConnection, file: SourceFile, kind: str, of: str
) -> Part:
    """Count and digest of the rows a file gave, in its order."""
    names = ("_sheet", "_line", *(c.name for c in KINDS[kind].columns))
    packed = ", ".join(f'"{name}" := "{name}"' for name in names)
    n, digest = run_sql(
        connection,
        "select count(*), sha256(coalesce(string_agg(row_digest, '' order by"
        " _sheet, _line, row_digest), '')) from (select _sheet, _line,"
        f" sha256(to_json(struct_pack({packed}))::varchar)"
        f" as row_digest from raw.{kind}"
        f" where _file_sha256 = $sha and {KEYS[kind]} = $of)",
        {"sha": file.sha256, "of": of},
    ).fetchall()[0]
    return Part(kind, of, int(n), str(digest))
