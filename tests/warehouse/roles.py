"""Someone of each role in the small build."""

from __future__ import annotations

from warehouse.read import Reader
from warehouse.scope import Scope


def scope_of(reader: Reader, role: str) -> Scope:
    """The scope of `role`: 91001 for the leader, CB003 for the officer."""
    return reader.scope_of_account(
        user_id="someone",
        role=role,
        unit_code="91001" if role == "leader" else None,
        officer_code="CB003" if role == "officer" else None,
    )
