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
from warehouse.custody.batches import sign_rows, signed_files
from warehouse.custody.front_key import Signer, front_key
from warehouse.custody.owners import Listed, owners
from warehouse.custody.signed_rows import KEYS, KINDS_OF_A_WAVE
from warehouse.custody.taken_bundles import refuse_if_by_bundle, takes_bundles_only
from warehouse.errors import CustodyError
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql


@dataclass
class Named:
    """Waves and instruments that a file speaks of, rows known already among them."""

    found: dict[str, set[str]] = field(default_factory=dict)

    def add(self, connection: duckdb.DuckDBPyConnection, mapped: MappedKind) -> None:
        """Notes those of a chunk, whose view `staged` stands."""
        kind = mapped.sql.rule.kind.name
        if kind in KEYS:
            text = f"select distinct {KEYS[kind]} from staged where not is_refused"
            text += f" and {KEYS[kind]} is not null"
            rows = run_sql(connection, text).fetchall()
            self.found.setdefault(kind, set()).update(str(of) for (of,) in rows)

    def waves(self) -> set[str]:
        """Waves whose ballots or forms it holds."""
        return {code for kind in KINDS_OF_A_WAVE for code in self.found.get(kind, ())}


def take_in_fronts_rows(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    file: SourceFile,
    named: Named,
    signer: Signer | None,
    listed: Mapping[str, Listed],
) -> None:
    """Signs what a file gave of the Front's waves, or refuses the file.

    Args:
        connection: Inside the file's transaction, its rows inserted.
        settings: Names the registered key and the signed batches.
        file: The file.
        named: What it speaks of.
        signer: The Front's opened key, if the Front loads the file.
        listed: Every wave listed, by its code, those of this file among them.

    Raises:
        CustodyError: Somebody else's file holds such rows, or another key signs.
        AuditError: The signature cannot be recorded.
    """
    if signer is None and not named.found:
        return  # most files: they speak of no wave and no instrument
    owned = _of_owner(connection, listed, is_front=True)
    fronts = sorted({*_theirs(named, owned)})
    if takes_bundles_only(settings):
        _refuse_if_fronts(settings, file, fronts, named, listed)
        return
    key = front_key(settings)
    if key is None and signer is None:
        return
    if signer is not None:
        check_signer(settings, signer, file.name)
    if key is not None and signer is not None and key.is_demo and not file.is_simulated:
        rule = "the demo key signs simulated data only"
        raise CustodyError("key", file.name, rule, "use a home of its own")
    if fronts and signer is None:
        rule = f"rows of the Front's {fronts[0]} enter only signed by the Front"
        step = "the Front loads it: thanthien ingest FILE --sign KEY"
        raise CustodyError("file", file.name, rule, step)
    if signer is None:
        return
    _refuse_if_unsigned_before(connection, settings, file, listed)
    others = _of_owner(connection, listed, is_front=False)
    signed = [
        (kind, of)
        for kind, codes in named.found.items()
        for of in codes
        if of in owned.get(kind, set()) or of not in others.get(kind, set())
    ]
    sign_rows(connection, settings, signer, file.sha256, signed)


def _refuse_if_fronts(
    settings: Settings,
    file: SourceFile,
    fronts: list[str],
    named: Named,
    listed: Mapping[str, Listed],
) -> None:
    """Where bundles are taken nothing of the Front's lies, not even unknown ballots."""
    if fronts:
        refuse_if_by_bundle(settings, "file", f"{file.name}: {fronts[0]}")
    if unknown := sorted(named.waves() - listed.keys()):
        rule = f"ballots of {unknown[0]}, a wave that no list names, may be the Front's"
        step = "load the list of waves first, then this file again"
        raise CustodyError("file", file.name, rule, step)


def check_signer(settings: Settings, signer: Signer, file_name: str) -> None:
    """Refuses a key that is not the registered one.

    Raises:
        CustodyError: It is another key, or none is registered.
    """
    key = front_key(settings)
    if key is None or signer.public_key != key.public_key:
        rule = "the key that is registered as the Front's"
        raise CustodyError("key", file_name, rule, "thanthien wave key")


def fronts_rows_in(
    connection: duckdb.DuckDBPyConnection, settings: Settings, file_sha256: str
) -> list[tuple[str, str]]:
    """Kind, and wave or instrument, of the Front's rows that raw has from a file."""
    owned = _of_owner(connection, owners(settings), is_front=True)
    return [
        (kind, str(of))
        for kind, column in KEYS.items()
        for (of,) in run_sql(
            connection,
            f'select distinct {column} from raw."{kind}" where _file_sha256 = $sha'
            f" and list_contains($owned, {column})",
            {"sha": file_sha256, "owned": sorted(owned[kind])},
        ).fetchall()
    ]


def _theirs(named: Named, owned: dict[str, set[str]]) -> Iterator[str]:
    for kind, codes in named.found.items():
        yield from codes & owned.get(kind, set())


def _of_owner(
    connection: duckdb.DuckDBPyConnection,
    listed: Mapping[str, Listed],
    *,
    is_front: bool,
) -> dict[str, set[str]]:
    """Kind → waves, or instruments, of the Front, or of the others."""
    codes = {code for code, w in listed.items() if (w.owner == FRONT) == is_front}
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
    listed: Mapping[str, Listed],
) -> None:
    """Ballots that came before the list would become the Front's unseen."""
    new = [
        code
        for code, wave in listed.items()
        if wave.owner == FRONT and wave.file_sha256 == file.sha256
    ]
    instruments = run_sql(
        connection,
        "select distinct instrument from raw.wave where instrument is not null"
        " and list_contains($codes, wave_code)",
        {"codes": new},
    ).fetchall()
    signed = [*signed_files(settings), file.sha256]
    for kind in (*KINDS_OF_A_WAVE, "item"):
        of = [str(i) for (i,) in instruments] if kind == "item" else new
        found = run_sql(
            connection,
            f"select f.file_name from raw.{kind} as r join raw.file as f"
            " on r._file_sha256 = f.file_sha256"
            f" where list_contains($of, r.{KEYS[kind]})"
            " and not list_contains($signed, r._file_sha256) limit 1",
            {"of": of, "signed": signed},
        ).fetchall()
        if found:
            rule = f"rows of a wave it lists came unsigned in {found[0][0]}"
            step = f"thanthien withdraw {found[0][0]}, then sign that file too"
            raise CustodyError("file", file.name, rule, step)
