"""What the Front has signed: one batch for each file with rows of its waves.

A batch names the file by its digest and its rows by theirs, and the batch before it,
so that none can be changed, dropped from the middle or put in another order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256

from warehouse import audit
from warehouse.custody.front_key import Signer, front_key
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing

START = "0" * 64
"""What the first batch names as the one before it."""


@dataclass(frozen=True)
class Part:
    """Rows of one kind and one wave, or one instrument, that a file gave.

    Attributes:
        kind: `wave`, `answer`, `offered` or `item`.
        of: Wave code; of items the instrument.
        n_rows: How many.
        digest: SHA-256 of them, in the order of the file.
    """

    kind: str
    of: str
    n_rows: int
    digest: str


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
    """

    sequence: int
    previous: str
    file_sha256: str
    key_id: str
    signed_at: str
    parts: tuple[Part, ...]

    def body(self) -> str:
        """The text that is signed: JSON, keys in order, no spaces."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))


def signed_files(settings: Settings) -> frozenset[str]:
    """Digests of the files the Front signed, each signature checked."""
    key = front_key(settings)
    if key is None:
        return frozenset()
    with reading(settings) as connection:
        found = run_sql(connection, "select body, signature from wave_batch").fetchall()
    return frozenset(
        str(json.loads(body)["file_sha256"])
        for body, signature in found
        if key.is_signature(signature, body)
    )


def sign_batch(
    settings: Settings, signer: Signer, file_sha256: str, parts: Iterable[Part]
) -> Batch:
    """Signs the rows of a file and adds them to the chain.

    Raises:
        AuditError: It cannot be recorded: nothing is signed.
    """
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
        )
        body = batch.body()
        run_sql(
            connection,
            "insert into wave_batch values (?, ?, ?)",
            (batch.sequence, body, signer.sign(body)),
        )
        audit.record(
            settings,
            actor=f"key:{signer.key_id}",
            action="wave_signed",
            subject=file_sha256,
            detail={"batch": str(batch.sequence)},
        )
    return batch
