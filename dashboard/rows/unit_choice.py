"""Choosing a unit: every unit in scope, today's first, found without marks too."""

from __future__ import annotations

from dashboard import address, dates
from dashboard.rows.context import Page
from dashboard.rows.units import Unit, ordered


def choose_unit(page: Page) -> Unit:
    """Lets the reader choose one unit of the scope; the highest by default."""
    units = ordered(page.units.values())
    units.sort(key=lambda unit: not unit.is_current)
    keys = [unit.key for unit in units]
    chosen = address.choose(
        "unit",
        page.words("unit.choose"),
        keys,
        default=keys[0],
        shown=lambda key: unit_label(page, page.units[key]),
    )
    return page.units[chosen]


def unit_label(page: Page, unit: Unit) -> str:
    """Name, the unit above, and the last day of a unit that is gone."""
    above = page.units.get(unit.parent_key or "")
    parts = [unit.name]
    if above is not None and above.level not in ("nation", "province"):
        parts.append(above.name)
    if unit.valid_to is not None:
        parts.append(page.words("unit.until", day=dates.day(unit.last_day)))
    return " · ".join(parts)


def narrowed_to(page: Page, unit: Unit) -> str:
    """The unit for questions about it and all below, or `all` for the whole scope.

    A leader's scope also holds the old units that went into the own one; they hang
    below no unit of today, so the leader's own unit means the whole scope.
    """
    own = own_unit(page)
    return "all" if own is not None and unit.key == own.key else unit.key


def own_unit(page: Page) -> Unit | None:
    """The unit of today a leader answers for; None for other roles."""
    if page.scope.role != "leader":
        return None
    return page.top if page.top.is_current else None
