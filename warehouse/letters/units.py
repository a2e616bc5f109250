"""The unit that sends letters, found in what an account covers."""

from __future__ import annotations

from warehouse.errors import ThanThienError
from warehouse.letters.printing import Unit
from warehouse.read import Reader
from warehouse.scope import Scope


def unit_of(reader: Reader, scope: Scope, unit_code: str) -> Unit:
    """The unit of today that has a code.

    Raises:
        ThanThienError: The account covers no such unit.
    """
    found = [
        row
        for row in reader.run("units", scope).rows
        if row["unit_code"] == unit_code and row["is_current"]
    ]
    if not found:
        rule = "the code of a unit of today that this account covers"
        raise ThanThienError("unit", unit_code, rule, "correct the code")
    [unit] = found
    return Unit(
        key=unit["unit_key"],
        code=unit_code,
        name=unit["unit_name"],
        level=unit["unit_level"],
        province=unit["top_name"],
    )
