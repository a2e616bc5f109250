"""Who answered, as a hash under the installation's own key.

Two ballots of one person are not two people: the statistics need to know that they
belong together, never whose they are. The value itself stays in the reader; without
the key nobody can try numbers until one fits.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.compute as pc

from ingest.files.text import heading_key

PURPOSE = "respondent"
Key = Callable[[], bytes]
"""Gives the key; asked only where a spec names who answered."""
_DIGITS = 32


def keyed_name(column: str) -> str:
    """Name of the hashed copy of a column."""
    return f"{column}_keyed"


def with_keyed(
    batch: pa.RecordBatch, columns: Iterable[str], keyed: Iterable[str], key: Key
) -> pa.Table:
    """Some columns of a batch as they are, and hashed copies of others."""
    table = pa.Table.from_batches([batch.select(list(columns))])
    for column in keyed:
        hashed = _keyed(batch.column(column), key())
        table = table.append_column(keyed_name(column), hashed)
    return table


def _keyed(texts: pa.Array, key: bytes) -> pa.Array:
    """Hashes of texts, the same however they are spelt; NULL stays NULL."""
    coded = pc.dictionary_encode(texts)
    hashes = [_hash(text, key) for text in coded.dictionary.to_pylist()]
    return pa.array(hashes, pa.string()).take(coded.indices)


def _hash(text: str, key: bytes) -> str:
    spelt = "".join(heading_key(text).split()).encode()
    return hmac.new(key, spelt, hashlib.sha256).hexdigest()[:_DIGITS]
