"""What the Front has signed: one batch for each file with rows of its waves.

A batch names the file by its digest and its rows by theirs, and the batch before it,
so that none can be changed, dropped from the middle or put in another order. A file
that is read again has a new batch, which counts in place of the earlier one; a file
that is taken out has one that says so.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

import duckdb

from warehouse import audit
from warehouse.custody.front_key import FrontKey, Signer, front_key
from warehouse.custody.signed_rows import (
    KINDS_OF_A_WAVE,
    Part,
    Row,
    Salt,
    digest_of,
    rows_in,
    salted,
    text_of,
)
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing

START = "0" * 64
"""What the first batch names as the one before it."""

# Where bundles are taken, those of the newest one are all there are.
_BATCHES = """
with bundle as (select manifest from wave_bundle order by number desc limit 1)
select sequence, body, signature from wave_batch
where not exists (select 1 from bundle)
union all
select
    batch.key + 1,
    json_extract(batch.value, '$[0]'),
    json_extract(batch.value, '$[1]')
from bundle, json_each(bundle.manifest, '$.batches') as batch
order by 1
"""

Parts = dict[tuple[str, str, str], Part]
"""File, kind, wave or instrument → the part that counts."""


@dataclass(frozen=True)
class Batch:
    """One signed batch.

    Attributes:
        sequence: 1, 2, 3 … without gaps.
        previous: SHA-256 of the batch before, as it was signed.
        file_sha256: The delivered bytes.
        key_id: The Front's key.
        signed_at: UTC time, ISO 8601.
        parts: Its rows.
        is_taken_out: The file was taken out again; it has no parts then.
    """

    sequence: int
    previous: str
    file_sha256: str
    key_id: str
    signed_at: str
    parts: tuple[Part, ...]
    is_taken_out: bool = False

    def body(self) -> str:
        """The text that is signed: JSON, keys in order, no spaces."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def of_body(cls, body: str) -> Batch:
        """Reads what `body` wrote.

        Raises:
            ValueError: It is no such text.
        """
        try:
            facts = json.loads(body)
            parts = [
                Part(**{**part, "emptied": tuple(map(tuple, part["emptied"]))})
                for part in facts.pop("parts")
            ]
            return cls(**facts, parts=tuple(parts))
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(body[:80]) from error


@dataclass(frozen=True)
class Chain:
    """The batches as far as they hold.

    Attributes:
        batches: In order; those before the first that does not hold.
        broken_at: Number of the first batch that does not hold; None if all do.
    """

    batches: tuple[Batch, ...]
    broken_at: int | None = None

    def parts(self) -> Parts:
        """What of each file counts now."""
        found: Parts = {}
        for batch in self.batches:
            sha = batch.file_sha256
            found = {key: part for key, part in found.items() if key[0] != sha}
            found |= {(sha, part.kind, part.of): part for part in batch.parts}
        return found


def read_chain(settings: Settings, key: FrontKey | None = None) -> Chain:
    """Reads the batches and checks each signature and each link.

    Args:
        settings: Names the store.
        key: The public half to check with; the registered one if left out.
    """
    key = key or front_key(settings)
    if key is None:
        return Chain(())
    with reading(settings) as connection:
        found = run_sql(connection, _BATCHES).fetchall()
    batches: list[Batch] = []
    previous = START
    for number, (sequence, body, signature) in enumerate(found, start=1):
        batch = _held(key, number, previous, str(body), str(signature))
        if batch is None or sequence != number:
            return Chain(tuple(batches), number)
        previous = digest_of(body)
        batches.append(batch)
    return Chain(tuple(batches))


def _held(
    key: FrontKey, number: int, previous: str, body: str, signature: str
) -> Batch | None:
    try:
        batch = Batch.of_body(body)
    except ValueError:
        return None
    is_linked = (batch.sequence, batch.previous) == (number, previous)
    is_signed = key.is_signature(signature, body) and batch.key_id == key.key_id
    return batch if is_linked and is_signed and batch.body() == body else None


def signed_files(settings: Settings) -> frozenset[str]:
    """Digests of the files with rows that the Front signed and did not take out."""
    return frozenset(sha for sha, _, _ in read_chain(settings).parts())


def files_of_unreleased(settings: Settings, released: Collection[str]) -> list[str]:
    """Signed files with ballots or forms of a wave that is not released."""
    return sorted(
        {
            sha
            for sha, kind, of in read_chain(settings).parts()
            if kind in KINDS_OF_A_WAVE and of not in released
        }
    )


def signed_text(settings: Settings, part: Part) -> list[Row] | None:
    """The rows of a part as they were when signed; None if that is not kept whole."""
    query = "select rows from wave_rows where digest = ?"
    with reading(settings) as connection:
        found = run_sql(connection, query, (part.digest,)).fetchone()
    try:
        text = zlib.decompress(found[0]).decode() if found else None
    except (zlib.error, UnicodeDecodeError, TypeError):
        return None
    if text is None or digest_of(text) != part.digest:
        return None
    return [Row.of_line(line) for line in text.splitlines()]


def salt_of(settings: Settings, digest: str) -> str | None:
    """The salt of a digest; None once its term is over."""
    query = "select salt from wave_salt where digest = ?"
    with reading(settings) as connection:
        found = run_sql(connection, query, (digest,)).fetchone()
    return None if found is None else str(found[0])


def sign_rows(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    signer: Signer,
    file_sha256: str,
    named: Iterable[tuple[str, str]],
) -> None:
    """Signs rows of a file and adds them to the chain.

    Nothing is added where there are none, or where the chain says just that.

    Args:
        connection: With raw in use, the file's rows inserted.
        settings: Names the store.
        signer: The Front's opened key.
        file_sha256: The file.
        named: Kind, and wave or instrument, of the rows to sign.

    Raises:
        AuditError: It cannot be recorded: nothing is signed.
    """
    parts, texts, salts = [], {}, []
    for kind, of in sorted(named):
        rows = rows_in(connection, file_sha256, kind, of)
        if not rows:
            continue
        text = text_of(rows)
        part = Part(kind, of, len(rows), digest_of(text))
        emptied = salted(connection, file_sha256, part)
        salts += [salt for _, salt in emptied]
        digests = tuple((columns, salt.digest) for columns, salt in emptied)
        parts.append(replace(part, emptied=digests))
        texts[part.digest] = text
    if parts and not _is_signed(settings, file_sha256, parts):
        _append(settings, signer, file_sha256, parts, texts, salts)


def _is_signed(settings: Settings, file_sha256: str, parts: Sequence[Part]) -> bool:
    """A load that was killed has signed before its rows were in: once is enough."""
    known = read_chain(settings).parts()
    before = [part for (sha, _, _), part in known.items() if sha == file_sha256]
    return sorted(before, key=_name_of) == sorted(parts, key=_name_of)


def _name_of(part: Part) -> tuple[str, str]:
    return part.kind, part.of


def sign_taking_out(settings: Settings, signer: Signer, file_sha256: str) -> None:
    """Signs that a file is taken out, with all its rows.

    Raises:
        AuditError: It cannot be recorded: nothing is signed.
    """
    _append(settings, signer, file_sha256, [], {}, [])


def _append(
    settings: Settings,
    signer: Signer,
    file_sha256: str,
    parts: Sequence[Part],
    texts: dict[str, str],
    salts: Sequence[Salt],
) -> None:
    with writing(settings) as connection:
        last = run_sql(
            connection,
            "select sequence, body from wave_batch order by sequence desc limit 1",
        ).fetchone()
        batch = Batch(
            sequence=last[0] + 1 if last else 1,
            previous=sha256(last[1].encode()).hexdigest() if last else START,
            file_sha256=file_sha256,
            key_id=signer.key_id,
            signed_at=datetime.now(UTC).isoformat(timespec="seconds"),
            parts=tuple(parts),
            is_taken_out=not parts,
        )
        body = batch.body()
        row = (batch.sequence, body, signer.sign(body))
        run_sql(connection, "insert into wave_batch values (?, ?, ?)", row)
        keep_rows(connection, texts, salts)
        audit.record(
            settings,
            actor=f"key:{signer.key_id}",
            action="wave_signed",
            subject=file_sha256,
            detail={"batch": str(batch.sequence), "digest": digest_of(body)},
        )


def keep_rows(
    connection: sqlite3.Connection, texts: Mapping[str, str], salts: Iterable[Salt]
) -> None:
    """Keeps what a check needs to name a row: texts by their digest, and salts.

    Args:
        connection: The store, in a transaction.
        texts: Digest of a part → its text.
        salts: Of what is emptied.
    """
    for digest, text in texts.items():
        run_sql(
            connection,
            "insert or replace into wave_rows values (?, ?)",
            (digest, zlib.compress(text.encode())),
        )
    for salt in salts:
        day = salt.last_day.isoformat() if salt.last_day else None
        run_sql(
            connection,
            "insert or ignore into wave_salt values (?, ?, ?)",
            (salt.digest, salt.salt, day),
        )
