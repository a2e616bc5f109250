"""What leaders read of the communes like theirs, and what they know when they share it.

Each reads the own unit, and the others only as one row: a sum of ballots in tens and a
mean share in whole per cent. Whoever puts several such rows together also knows the
own figures of all who do, who is in each group, and the total of the province.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tests.security.small_numbers.attacked_province import Province
from tests.security.small_numbers.solver import Cell, widths

ITEM = "overall"
SIDES = ("before", "after")
TENS, PERCENT = 5.0, 0.005
Pair = tuple[str, str]


@dataclass(frozen=True)
class Beside:
    """A leader's row of the communes like the own one.

    Attributes:
        members: Units whose figures are in the row.
        ballots: Side → ballots of them together, in tens; empty where it is hidden.
        shares: Side → mean of their shares, in whole per cent.
    """

    members: frozenset[str]
    ballots: Mapping[str, float]
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Known:
    """Figures of one pair of waves: of each commune, and as leaders read them."""

    units: Mapping[str, Mapping[str, Any]]
    beside: Mapping[str, Beside]


def known_of(province: Province, pair: Pair, period: str) -> Known:
    """Asks as every leader of a commune."""
    waves = dict(zip(("before_wave", "after_wave"), pair, strict=True))
    rows = province.ask("change_by_unit", map="today", item_code=ITEM, **waves)
    rows = [row for row in rows if row["state"] == "shown"]
    units = {row["unit_key"]: row for row in rows if row["unit_level"] == "commune"}
    communes = {
        row["unit_name"]: row
        for row in province.tables["dim_units"]
        if row["is_current"] and row["unit_level"] == "commune"
    }
    beside = {}
    for commune in communes.values():
        scope = province.reader.scope_of_account(
            user_id="leader", role="leader", unit_code=commune["unit_code"]
        )
        key = commune["unit_key"]
        asked = {"unit_key": key, "period": period, **waves}
        answer = province.reader.run("beside_similar", scope, **asked)
        others = [row for row in answer.rows if row["unit_key"] is None]
        if others and others[0]["state"] == "shown":
            beside[key] = _beside(others[0], communes, units)
    return Known(units, beside)


def _beside(
    row: Mapping[str, Any],
    communes: Mapping[str, Mapping[str, Any]],
    units: Collection[str],
) -> Beside:
    keys = {communes[name]["unit_key"] for name in row["unit_names"].split("; ")}
    members = frozenset(keys & set(units))
    assert len(members) == row["n_counted"]
    ballots = {side: float(row[f"n_{side}"]) for side in SIDES}
    return Beside(members, ballots, {s: float(row[f"share_{s}"]) for s in SIDES})


def coalitions(known: Known, n: int) -> Iterator[tuple[str, frozenset[str]]]:
    """A commune that is sought, and who seeks it: leaders who know most about it.

    They are those whose groups it is in, or one of them with others of that group.
    Left out are those to whom another commune looks just like it: what they know is
    only about the two together.
    """
    seen = set()
    for target in sorted(known.units):
        near = sorted(u for u, b in known.beside.items() if target in b.members)
        sets = list(combinations(near, min(n, len(near))))
        for leader in near:
            others = sorted(known.beside[leader].members - {target})
            sets += [(leader, *chosen) for chosen in combinations(others, n - 1)]
        for chosen in sets:
            found = (target, frozenset(chosen))
            if chosen and target not in chosen and found not in seen:
                seen.add(found)
                if _is_told_apart(known, *found):
                    yield found


def _is_told_apart(known: Known, target: str, leaders: frozenset[str]) -> bool:
    rows = [known.beside[u].members for u in leaders if u in known.beside]
    others = frozenset().union(*rows) - leaders - {target}
    return not any(
        all((other in row) == (target in row) for row in rows) for other in others
    )


def room(known: Known, target: str, leaders: frozenset[str], side: str) -> Room:
    """How far apart the ballots and the shares are that what they know allows.

    The total of the province is no help: many communes are in none of their groups.
    """
    rows = {u: known.beside[u] for u in sorted(leaders) if u in known.beside}
    near = sorted({target}.union(*(row.members for row in rows.values())))
    parts: dict[Cell, dict[Cell, float]] = {unit: {unit: 1.0} for unit in near}
    means: dict[Cell, dict[Cell, float]] = dict(parts)
    ballots: dict[Cell, tuple[float, float]] = {}
    shares: dict[Cell, tuple[float, float]] = dict.fromkeys(near, (0.0, 1.0))
    for unit in leaders & known.units.keys() & set(near):
        own = known.units[unit]
        ballots[unit] = (float(own[f"n_{side}"]),) * 2
        shares[unit] = (float(own[f"share_{side}"]),) * 2
    for leader, row in rows.items():
        n, share = row.ballots[side], row.shares[side]
        parts["beside", leader] = dict.fromkeys(row.members, 1.0)
        ballots["beside", leader] = (n - TENS, n + TENS)
        means["beside", leader] = dict.fromkeys(row.members, 1 / len(row.members))
        shares["beside", leader] = (share - PERCENT, share + PERCENT)
    [n_width] = widths(parts, ballots, [target]).values()
    [x_width] = widths(means, shares, [target], rounding=1e-6).values()
    return Room(n_width, x_width)


@dataclass(frozen=True)
class Room:
    """How far apart the least and the most are: ballots, and shares of one."""

    ballots: float
    share: float
