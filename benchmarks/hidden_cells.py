"""How many cells each registered query hides: directly, and beside others.

    python -m benchmarks.hidden_cells --home DIR

A cell is one row that counts people, whatever a page chooses. It is hidden directly
where it counts too few of them; with its unit where another row of the same unit and
period does, because a unit is shown with all its questions and groups or with none; and
as a partner where nothing of it is small, yet what is shown would give another back.
Queries that show the same rows stand on one line. Acts
of the office are counted as they are for a reader who does not get them exactly.
The home needs a build.
"""

from __future__ import annotations

import argparse
from dataclasses import astuple, dataclass
from pathlib import Path

from warehouse.hiding.hidden_lattices import LATTICES
from warehouse.hiding_thresholds import MIN_OFFICER_BALLOTS, MIN_PEOPLE
from warehouse.read import Reader
from warehouse.settings import Settings
from warehouse.stores.run_query import rows_of

_OFFICERS = """
select officer_code, unit_key, period_type, period, measure, n
from main.stat_officer_periods
"""
# Queries that show the same rows → their lattice, the rows and the columns that count.
_SHOWN: dict[tuple[str, ...], tuple[str, str, tuple[str, ...]]] = {
    ("change_by_unit", "change_by_item", "answer_levels", "unit_table"): (
        "pair",
        "from main.stat_before_after",
        ("n_before", "n_after"),
    ),
    ("group_changes",): (
        "group",
        "from main.stat_group_changes",
        ("n_before", "n_after", "n_others_before", "n_others_after"),
    ),
    ("response_by_unit",): (
        "wave",
        "select map, unit_key, wave_code, sum(n_ballots) as n_ballots"
        " from main.agg_response where channel = 'all' group by all",
        ("n_ballots",),
    ),
    ("wave_shares", "supervision_answers", "plan_units"): (
        "wave",
        "from main.stat_wave_units",
        ("n_answers",),
    ),
    ("index_sipas",): ("wave", "from main.idx_sipas", ("n_people",)),
    ("unit_months",): ("month", "from main.agg_unit_months", ("n_ballots",)),
    ("ballot_periods",): (
        "period",
        "select map, unit_key, tool, year(month) || part as period,"
        " sum(n_ballots) as n_ballots from main.agg_ballot_months cross join"
        " lateral (values ('-Q' || quarter(month)),"
        " ('-H' || ((month(month) + 5) // 6))) as parts (part) group by all",
        ("n_ballots",),
    ),
    ("unit_signals",): (
        "signal",
        "from main.stat_unit_signals where measure = 'satisfied_share'",
        ("n",),
    ),
    ("gaps_by_unit",): (
        "gap",
        "from main.stat_independent_gaps where n_independent > 0",
        ("n_service", "n_independent"),
    ),
    ("unit_signatures",): ("signed", "from main.agg_signatures", ("n_in_scope",)),
    ("officers_asked",): (
        "asked",
        "select unit_key, period_type, period, count(*) as n_officers from ("
        "select unit_key, officer_code, period_type, period from main.agg_officer_cells"
        " group by all having sum(n_cases) > 0) group by all",
        ("n_officers",),
    ),
    ("index_decision_766",): (
        "voice",
        "select *, floor(n_finished - n_silent) as n_voiced from main.idx_decision_766"
        " where period_type <> 'month'",
        ("n_voiced",),
    ),
    ("officer_bands", "officer_history", "officer_measures", "process_evidence"): (
        "officer",
        _OFFICERS,
        ("n",),
    ),
    ("officer_reach",): (
        "officer",
        f"{_OFFICERS} where measure = 'satisfied_share'",
        ("n",),
    ),
    ("officer_work",): (
        "officer_case",
        "select officer_code, period_type, period, sum(n_cases) as n_cases"
        " from main.agg_officer_cells group by all",
        ("n_cases",),
    ),
}
_OF_OFFICERS = ("officer", "officer_case")


@dataclass(frozen=True)
class Hidden:
    """Cells of queries that show the same rows.

    Attributes:
        n_counted: Cells with somebody in them.
        n_direct: Hidden because they count too few.
        n_of_unit: Hidden because another row of the same unit does.
        n_partner: Hidden to protect those of others.
    """

    n_counted: int
    n_direct: int
    n_of_unit: int
    n_partner: int


def hidden_cells(settings: Settings) -> dict[tuple[str, ...], Hidden]:
    """Names of queries that show the same rows → their cells.

    Raises:
        NothingPublishedError: There is no build.
    """
    opened = Reader(settings)._follow()
    found = {}
    for names, (lattice, text, counts) in _SHOWN.items():
        k = MIN_OFFICER_BALLOTS if lattice in _OF_OFFICERS else MIN_PEOPLE
        small, others = set(), []
        n_shown = n_direct = 0
        for row in rows_of(opened.connection, text, {}, limit=10**7):
            people = [row[name] or 0 for name in counts]
            cell = (lattice, *(row[column] for column in LATTICES[lattice]))
            if any(0 < n < k for n in people):
                small.add(cell)
                n_direct += 1
            elif any(people) and cell in opened.hidden:
                others.append(cell)
            else:
                n_shown += any(people)
        n_of_unit = sum(cell in small for cell in others)
        n_all = n_shown + n_direct + len(others)
        n_partner = len(others) - n_of_unit
        found[names] = Hidden(n_all, n_direct, n_of_unit, n_partner)
    return found


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    asked = parser.parse_args()
    print("| queries | with people | hidden directly | with its unit | as a partner |")
    print("|---|---:|---:|---:|---:|")
    for names, cells in hidden_cells(Settings(home=asked.home)).items():
        print("|", " | ".join([", ".join(names), *map(str, astuple(cells))]), "|")


if __name__ == "__main__":
    main()
