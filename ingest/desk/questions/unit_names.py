"""Names of units that nobody knows: asked with what is near, confirmed once.

What a clerk confirms is loaded as a list of other names of units, like one handed over:
from then on every file is read with it, on the command line too.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import duckdb

from ingest.desk.card_files import known_card
from ingest.desk.questions.new_words import is_word
from ingest.loading.load import load_files
from ingest.spec.find_spec import known_specs
from warehouse import audit
from warehouse.desk.desks import said_of
from warehouse.desk.jobs import Job
from warehouse.desk.work_folder import work_folder
from warehouse.errors import ThanThienError
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql

Progress = Callable[[str, int, int], None]
MOST_NAMES = 12
"""More are asked about once these are known."""
LAYOUT = "unit_alias_list"
"""The layout that a list of other names is in."""
_REFUSED = """
select value, count(*), any_value(rule_params)
from store.raw.refused
where file_sha256 = $sha and rule = 'unit_unknown' and value is not null
group by value
order by count(*) desc, value
"""
_UNITS = """
select unit_code, arg_max(unit_name, valid_from)
from store.raw.unit
group by unit_code
order by unit_code
"""


def unknown_names(connection: duckdb.DuckDBPyConnection, sha256: str) -> dict[str, Any]:
    """The names of a loaded file that are no unit's.

    Args:
        connection: With the raw store attached as `store`.
        sha256: The file.

    Returns:
        `texts`, each with how many cells and the codes of units spelt like it, and
        `units`, the name of every unit by its code. Texts that may point to a person
        are left out.
    """
    found = run_sql(connection, _REFUSED, {"sha": sha256}).fetchall()
    asked = [row for row in found if is_word(str(row[0]))][:MOST_NAMES]
    if not asked:
        return {"texts": [], "units": {}}
    units = dict(run_sql(connection, _UNITS).fetchall())
    texts = [[text, n, _near(params, units)] for text, n, params in asked]
    return {"texts": texts, "units": units}


def _near(params: str, units: Mapping[str, str]) -> list[str]:
    candidates = str(json.loads(params).get("candidates", ""))
    codes = [one.split(" · ")[0] for one in candidates.split("; ")]
    return [code for code in dict.fromkeys(codes) if code in units]


def confirm_names(
    settings: Settings, job: Job, progress: Progress
) -> Mapping[str, Any]:
    """Keeps what units the names of `job.said["names"]` (text → code) stand for.

    Returns:
        `n_names`, how many are known now.

    Raises:
        ThanThienError: One is no unit of the lists: nothing is kept.
        AuditError: It cannot be recorded: nothing is kept.
        BusyError: Raw is being loaded.
    """
    card = known_card(settings, job.subject)
    names: Mapping[str, str] = job.said["names"]
    _refuse_unknown(settings, names)
    progress("keep", 0, 0)
    said = "; ".join(f"{text} = {code}" for text, code in names.items())
    detail = said_of(settings, names=said, file=card.name)
    audit.record(
        settings, actor=job.by, action="names_confirmed", subject="", detail=detail
    )
    with work_folder(settings) as folder:
        path = folder / f"ten_goi_khac_{datetime.now(UTC):%Y%m%d}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([_headings(settings), *names.items()])
        [result] = load_files([path], settings=settings, is_simulated=card.is_simulated)
    if result.status == "refused" or result.n_refused:
        rule = result.reason or "the rows of a list of names are whole"
        step = "choose the units again"
        raise ThanThienError("names of units", card.name, rule, step)
    return {"n_names": len(names)}


def _headings(settings: Settings) -> list[str]:
    """Of the name and of the code, as the layout reads them."""
    spec = next(spec for spec in known_specs(settings) if spec.name == LAYOUT)
    named = {
        column.name: column.sources[0].names[0] for column in spec.kinds[0].columns
    }
    return [named["alias"], named["unit_code"]]


def _refuse_unknown(settings: Settings, names: Mapping[str, str]) -> None:
    with open_raw(settings) as connection:
        units = dict(run_sql(connection, _UNITS).fetchall())
    for text, code in names.items():
        if code not in units:
            rule = f"a unit of the lists; {text} was to be it"
            raise ThanThienError("unit", code, rule, "choose one of the list")
