"""The unit that sends letters, found in what an account covers."""

from __future__ import annotations

from warehouse.errors import ThanThienError
from warehouse.letters.printing import Unit
from warehouse.read import Reader
from warehouse.scope import Scope
from warehouse.unit_of_today import unit_of_today


def unit_of(reader: Reader, scope: Scope, unit_code: str) -> Unit:
    """The unit of today that has a code.

    Raises:
        ThanThienError: The account covers no such unit.
    """
    unit = unit_of_today(reader, scope, unit_code)
    if unit is None:
        rule = "the code of a unit of today that this account covers"
        raise ThanThienError("unit", unit_code, rule, "correct the code")
    return Unit(
        key=unit["unit_key"],
        code=unit_code,
        name=unit["unit_name"],
        level=unit["unit_level"],
        province=unit["top_name"],
    )
