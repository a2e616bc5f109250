"""Which refused row each file mended on the page took the place of, and who did it.

Raw keeps both: what stood in the row in `raw.refused`, under the file it came with, and
what stands there now in the rows of the file that mends it. `raw.mended_row` says which
belongs to which, who changed it and when.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

import duckdb

from ingest.loading.ledger import ingest_lock, open_raw
from warehouse.desk.inbox import LOADED, Card, cards
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql

_NOTE = """
insert into raw.mended_row
select $sha, $of, $sheet, $line, $columns, $by, $at
where not exists (select 1 from raw.mended_row where file_sha256 = $sha)
"""


def note_mended(settings: Settings, card: Card) -> None:
    """Notes what a loaded file mends; a second time changes nothing.

    Raises:
        BusyError: Another process loads, or reads raw.
    """
    if card.mends:
        with ingest_lock(settings), open_raw(settings) as connection:
            _note(connection, [card])


def carry_mended(settings: Settings, there: Settings) -> None:
    """Notes in raw made anew what the cards of a home say."""
    known = [c for c in cards(settings) if c.mends and c.status == LOADED]
    if known:
        with open_raw(there) as connection:
            _note(connection, known)


def _note(connection: duckdb.DuckDBPyConnection, mending: Iterable[Card]) -> None:
    for card in mending:
        at = datetime.fromisoformat(card.received_at)
        bound = {
            "sha": card.sha256,
            "of": card.corrects,
            "sheet": card.mends["sheet"],
            "line": card.mends["line"],
            "columns": json.dumps(card.mends["columns"], ensure_ascii=False),
            "by": card.received_by,
            "at": at.astimezone(UTC).replace(tzinfo=None),
        }
        run_sql(connection, _NOTE, bound)
