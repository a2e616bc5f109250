"""What became of each spoilt row, as the province can read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.loading.result import FileResult
from tests.dirty.reading import read
from tests.dirty.spoilings import ALLOWED, Spoiling
from tests.dirty.units import Units
from warehouse.raw.kinds import KINDS

Flags = dict[tuple[str, str | None], int]
Account = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Clean:
    """What is known of the clean province.

    Attributes:
        units: Its units.
        flags: Its flags.
        account: Rows of each kind and fate that enter no figure.
        notices: File and code of each notice of its load.
        n_duplicate: Repeated rows of each file.
    """

    units: Units
    flags: Flags
    account: Account
    notices: frozenset[tuple[str, str]]
    n_duplicate: dict[str, int]


@dataclass(frozen=True)
class Outcome:
    """What became of one spoilt row.

    Attributes:
        spoiling: What was spoilt.
        fate: `file refused`, `refused`, `left out`, `accounted` (its kind has one
            more row of a fate that enters no figure), `flagged`, `noticed`,
            `duplicate`, `counted` (good as it stands) or `silent`.
    """

    spoiling: Spoiling
    fate: str


def fates(
    batch: Sequence[Spoiling],
    loaded: dict[str, FileResult],
    *,
    raw: Path,
    published: Path,
    clean: Clean,
) -> tuple[Outcome, ...]:
    """What became of each row of a build.

    Args:
        batch: What was spoilt.
        loaded: The load of each file by its name.
        raw: The store.
        published: The build.
        clean: What the clean province says.
    """
    found = {
        one: _by_line(one, loaded[one.sort.table.path.name], raw, published, clean)
        for one in batch
    }
    rest = [one for one in batch if found[one] is None]
    more = Counter(flags_of(published))
    more.subtract(clean.flags)
    idle = Counter(account_of(published))
    idle.subtract(clean.account)
    outcomes = []
    for one in batch:
        file = loaded[one.sort.table.path.name]
        fate = found[one]
        if fate is None and _is_flagged(one, rest, more, clean.units):
            fate = "flagged"
        if fate is None and _is_accounted(one, rest, idle):
            fate = "accounted"
        is_alone = sum(two.sort.table is one.sort.table for two in rest) == 1
        if fate is None and _is_noticed(one, file, clean, is_alone=is_alone):
            fate = "noticed"
        is_good = one.sort.name in ALLOWED or not one.sort.is_read
        outcomes.append(Outcome(one, fate or ("counted" if is_good else "silent")))
    return tuple(outcomes)


def flags_of(published: Path) -> Flags:
    """Flags of a build: rule and unit, and how many."""
    rows = read(published, "select rule, unit_key, count from dq_flags")
    return {(rule, unit): n for rule, unit, n in rows}


def account_of(published: Path) -> Account:
    """Rows that enter no figure by kind and fate, those told by the load left out."""
    rows = read(
        published,
        "select row_kind, fate, n_rows from dq_row_accounting where fate not in"
        " ('counted', 'superseded', 'duplicate', 'refused')",
    )
    return {(kind, fate): n for kind, fate, n in rows}


def _is_accounted(one: Spoiling, rest: Sequence[Spoiling], idle: Counter[Any]) -> bool:
    """Whether its kind has more rows of a fate, by as many as could be meant."""
    meant = sum(two.sort.kind is one.sort.kind for two in rest)
    return any(
        n >= meant for (kind, _), n in idle.items() if kind == one.sort.kind.name
    )


def _by_line(
    one: Spoiling, loaded: FileResult, raw: Path, build: Path, clean: Clean
) -> str | None:
    """What names the row itself, if anything does."""
    if loaded.status == "refused":
        return "file refused"
    name, line = one.sort.table.path.name, one.line
    if one.sort.name == "doubled_row":
        n = sum(counts.n_duplicate for counts in loaded.kinds.values())
        return "duplicate" if n > clean.n_duplicate[name] else None
    if one.sort.name == "other_encoding":
        return None
    refused = read(
        raw,
        "select 1 from raw.refused where file_sha256 = ? and line = ?",
        loaded.sha256,
        line,
    )
    if refused:
        return "refused"
    left_out = read(
        build,
        "select 1 from dq_unplaced where (file_name = $1 and line = $2)"
        " or contains(concat('; ', further_places, ';'),"
        " concat('; ', $1, ': ', $2, ';'))",
        name,
        line,
    )
    return "left out" if left_out else None


def _is_flagged(
    one: Spoiling, rest: Sequence[Spoiling], more: Counter[Any], units: Units
) -> bool:
    """Whether a flag of its unit or kind grew, and by as many as could be meant."""
    return any(
        n > 0
        and _is_about(one, rule, unit, units)
        and n >= sum(_is_about(two, rule, unit, units) for two in rest)
        for (rule, unit), n in more.items()
    )


def _is_about(one: Spoiling, rule: str, unit: str | None, units: Units) -> bool:
    if unit is None:
        kinds = [kind for kind in KINDS if rule.startswith(f"{kind}_")]
        # `case_step_…` is no rule of cases
        return max(kinds, key=len, default=None) == one.sort.kind.name
    return unit.split("@")[0] in units.of(one.cells())


def _is_noticed(
    one: Spoiling, loaded: FileResult, clean: Clean, *, is_alone: bool
) -> bool:
    return any(
        one.line in notice.lines
        or (is_alone and (loaded.file_name, notice.code) not in clean.notices)
        for notice in loaded.notices
    )
