"""A province's own scorecard as rules: points by cut-offs, weights that add to 100."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from warehouse.errors import RuleError
from warehouse.rules.rule_file import RuleRow, read_rule_file
from warehouse.rules.tables import SCORED, WEIGHTS_ADD_TO, RuleTable

Cuts = tuple[tuple[float, float], ...]
"""Share of 0 … 1 and the points it earns, the strictest first."""
SCORECARD, GRADES = "scorecard", "scorecard_grades"
_EXAMPLES = Path(__file__).with_name("examples")
_CUT_RULE = "share=points parted by |, as 0.80=10|0.90=15"


def example_rows(table: RuleTable) -> list[RuleRow]:
    """Rows to start from; they hold in no home until a province takes them over.

    Raises:
        RuleError: The file is wrong.
    """
    rows, faults = read_rule_file(_EXAMPLES / f"{table.name}.csv", table)
    if faults or (faults := faults_of_scores(rows, table.name)):
        raise faults[0]
    return rows


def cuts_of(text: str, metric: str, weight: float) -> Cuts:
    """Cut-offs of a criterion.

    >>> cuts_of("0.80=10|0.90=15", "satisfied", 15)
    ((0.9, 15.0), (0.8, 10.0))

    Args:
        text: As the file has it.
        metric: A key of `SCORED`: what is better decides which end earns more.
        weight: Points of the criterion, those of the strictest cut-off.

    Raises:
        ValueError: Its words say what is wrong.
    """
    pairs = [part.split("=") for part in text.split("|")]
    try:
        cuts = [(_number(share), _number(points)) for share, points in pairs]
    except ValueError:
        raise ValueError(_CUT_RULE) from None
    is_up = SCORED[metric] == "up"
    cuts.sort(key=lambda cut: cut[0], reverse=is_up)
    shares, points = zip(*cuts, strict=True)
    if not all(0 <= share <= 1 for share in shares) or len(set(shares)) < len(shares):
        raise ValueError("each cut-off is another share from 0 to 1")
    if list(points) != sorted(set(points), reverse=True) or points[-1] < 0:
        if is_up:
            raise ValueError("a higher share earns more points")
        raise ValueError("a lower share earns more points")
    if points[0] != weight:
        raise ValueError(f"the best cut-off earns the weight, {weight:g}")
    return tuple(cuts)


def faults_of_scores(rows: Sequence[RuleRow], table: str) -> list[RuleError]:
    """What is wrong with scorecards as a whole; nothing for other tables."""
    if table == SCORECARD:
        return [*_wrong_cuts(rows), *_wrong_sums(rows)]
    return list(_wrong_grades(rows)) if table == GRADES else []


def _wrong_cuts(rows: Iterable[RuleRow]) -> Iterator[RuleError]:
    for row in rows:
        values: dict[str, Any] = row.values
        try:
            cuts_of(values["cut_offs"], values["metric"], float(values["weight"]))
        except ValueError as error:
            place = f"{row.file_name} line {row.line}, column cut_offs"
            step = "correct the cut-offs"
            yield RuleError(place, values["cut_offs"], str(error), step)


def _wrong_sums(rows: Iterable[RuleRow]) -> Iterator[RuleError]:
    for edition in _editions(rows):
        total = sum(float(str(row.values["weight"])) for row in edition)
        if abs(total - WEIGHTS_ADD_TO) > 1e-9:
            first, scheme = edition[0], edition[0].values["scheme"]
            place = f"{first.file_name} line {first.line}, column weight"
            rule = (
                f"the weights of scheme {scheme} from {first.valid_from:%d/%m/%Y}"
                f" add to {WEIGHTS_ADD_TO}"
            )
            yield RuleError(place, f"{total:g}", rule, "correct the weights")


def _wrong_grades(rows: Iterable[RuleRow]) -> Iterator[RuleError]:
    for edition in _editions(rows):
        first = min(edition, key=lambda row: float(str(row.values["from_points"])))
        starts = [float(str(row.values["from_points"])) for row in edition]
        place = f"{first.file_name} line {first.line}, column from_points"
        if min(starts) != 0:
            rule = "the lowest grade begins at 0 points"
            yield RuleError(place, f"{min(starts):g}", rule, "correct the number")
        if len(set(starts)) < len(starts) or max(starts) > WEIGHTS_ADD_TO:
            rule = "each grade begins at another number of points, up to 100"
            yield RuleError(place, f"{max(starts):g}", rule, "correct the numbers")


def _editions(rows: Iterable[RuleRow]) -> Iterable[list[RuleRow]]:
    """Rows of one scheme that begin together."""
    found: dict[tuple[Any, ...], list[RuleRow]] = defaultdict(list)
    for row in rows:
        found[row.values["scheme"], row.valid_from].append(row)
    return found.values()


def _number(text: str) -> float:
    return float(text.strip().replace(",", "."))
