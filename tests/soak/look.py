"""What readers get from a home, and whether its accounts close."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.kills.content import open_accounts
from tests.soak.base import Base
from warehouse.queries import QUERIES
from warehouse.raw.store import open_raw
from warehouse.read import reader_of
from warehouse.rights import RIGHTS


def rows_read(base: Base) -> dict[str, Any]:
    """Digest of what the committee reads, dossiers in raw, accounts that are open."""
    reader = reader_of(base.settings)
    by = base.committee
    scope = reader.scope_of_account(user_id=by.user_name, role=by.role)
    whole = hashlib.sha256()
    for name, query in sorted(QUERIES.items()):
        if not query.params and (by.role, query.subject) in RIGHTS:
            whole.update(repr(reader.run(name, scope).rows).encode())
    with open_raw(base.settings) as connection:
        [(n_rows,)] = connection.execute(
            'select count(distinct case_code) from raw."case"'
        ).fetchall()
    home = base.settings.home
    return {"rows": whole.hexdigest(), "n_rows": n_rows, "open": open_accounts(home)}


def tell(scratch: Path, facts: dict[str, Any]) -> None:
    """Leaves it for the process that asked."""
    (scratch / "told").write_text(json.dumps(facts), encoding="utf-8")
