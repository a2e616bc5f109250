"""Loads a file for trial: into a raw store of its own, which is thrown away.

So the answer is what the real load would say of the file itself, while raw stays as it
is and nobody waits for it. The lists raw holds are carried over, for names of units.
What only raw can know, such as rows it has already, a trial does not know.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from ingest.desk.questions.new_words import new_words
from ingest.desk.questions.scale_words import scale_words
from ingest.desk.questions.unit_names import unknown_names
from ingest.loading.ledger import open_raw as open_to_write
from ingest.loading.load import load_files
from ingest.loading.read_ahead import Progress
from ingest.loading.refused_alike import RefusedAlike, refused_alike
from ingest.loading.result import FileResult
from ingest.mapping.rules import rule_text
from ingest.spec.find_spec import known_specs
from warehouse.custody.owners import carry_owners
from warehouse.desk.work_folder import work_folder
from warehouse.raw.column import DATE, TIMESTAMP
from warehouse.raw.kinds import KINDS
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.faults import in_words
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql

MOST_UNITS = 3


@dataclass(frozen=True)
class Seen:
    """What the rows of one kind hold.

    Attributes:
        first_day: First day any of them speaks of.
        last_day: Last day.
        n_units: Units they name.
        units: The first of these, by name.
    """

    first_day: date | None
    last_day: date | None
    n_units: int
    units: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    """How a file would be loaded.

    Attributes:
        result: The account of the file.
        seen: What its rows hold, by kind.
        refused: What is wrong with the refused cells, equal faults once.
        words: Texts of closed lists that are no word of theirs, as `new_words` says.
        names: Names that are no unit's, as `unknown_names` says.
        scales: Texts that are no level of a scale, as `scale_words` says.
    """

    result: FileResult
    seen: dict[str, Seen]
    refused: tuple[RefusedAlike, ...]
    words: tuple[Mapping[str, Any], ...]
    names: Mapping[str, Any]
    scales: tuple[Mapping[str, Any], ...]


def try_load(
    settings: Settings,
    path: Path,
    *,
    spec_path: Path | None = None,
    stated_on: date | None = None,
    progress: Progress | None = None,
) -> Trial:
    """Loads a file for trial.

    Args:
        settings: The home whose lists and specs count.
        path: The file.
        spec_path: Spec to read it with; found by its headings if left out.
        stated_on: Day its lists speak of.
        progress: Called with how many rows were read and taken in.

    Raises:
        BusyError: Raw is being loaded, so that its lists cannot be read.
        SpecError: The spec itself is wrong.
    """
    with _trial_home(settings) as there:
        [result] = load_files(
            [path],
            spec_path=spec_path,
            stated_on=stated_on,
            settings=there,
            progress=progress,
            keeps_sources=False,
        )
        refused = tuple(refused_alike(there, result.sha256))
        with open_raw(there) as connection:
            seen = {
                kind: _seen(connection, kind, result.sha256)
                for kind, counts in result.kinds.items()
                if counts.n_loaded
            }
            specs = known_specs(there)
            named = next((s for s in specs if s.name == result.spec_name), None)
            words = new_words(connection, result.sha256, named, specs) if named else []
            scales = scale_words(connection, result.sha256, named) if named else []
            names = unknown_names(connection, result.sha256)
    return Trial(result, seen, refused, tuple(words), names, tuple(scales))


@contextmanager
def _trial_home(settings: Settings) -> Iterator[Settings]:
    with work_folder(settings) as folder:
        there = replace(settings, home=folder, threads=1)
        if (settings.home / "specs").is_dir():
            shutil.copytree(settings.home / "specs", there.home / "specs")
        carry_owners(settings, there)
        if settings.raw_path.exists():
            _carry_lists(settings, there)
        yield there


def _carry_lists(settings: Settings, there: Settings) -> None:
    names = [name for name in KINDS if name.startswith("unit")]
    with open_to_write(there) as connection, in_words(settings.raw_path):
        attach(connection, settings.raw_path, "held", is_read_only=True)
        for name in [*names, "delivery"]:
            text = f'insert into raw."{name}" by name from held.raw."{name}"'
            run_sql(connection, text)
        run_sql(connection, "detach held")


def _seen(connection: duckdb.DuckDBPyConnection, name: str, sha256: str) -> Seen:
    kind = KINDS[name]
    rows = f'from store.raw."{name}" where _file_sha256 = $sha'
    days = [c.name for c in kind.columns if c.type in (DATE, TIMESTAMP)]
    days = [name for name in kind.day if name in days] or days[:1]
    first, last = None, None
    if days:
        day = f"cast(coalesce({', '.join(days)}) as date)"
        text = f"select min({day}), max({day}) {rows}"
        first, last = run_sql(connection, text, {"sha": sha256}).fetchall()[0]
    units: list[str] = []
    if any(column.name == "unit_code" for column in kind.columns):
        text = f"select distinct unit_code {rows} and unit_code is not null"
        found = run_sql(connection, text, {"sha": sha256}).fetchall()
        units = sorted(_unit_name(connection, str(code)) for (code,) in found)
    return Seen(first, last, len(units), tuple(units[:MOST_UNITS]))


def _unit_name(connection: duckdb.DuckDBPyConnection, key: str) -> str:
    code = key.partition("@")[0]  # what was looked up by name is `code@first day`
    text = "select any_value(unit_name) from store.raw.unit where unit_code = $code"
    [name] = run_sql(connection, text, {"code": code}).fetchall()[0]
    return str(name or code)


def as_facts(trial: Trial) -> dict[str, Any]:
    """A trial as plain data, its refusals in both languages."""
    result = trial.result
    return {
        **result_facts(result),
        "seen": {kind: _seen_facts(seen) for kind, seen in trial.seen.items()},
        "refused": refused_facts(trial.refused),
        "words": [dict(one) for one in trial.words],
        "names": dict(trial.names),
        "scales": [dict(one) for one in trial.scales],
    }


def _seen_facts(seen: Seen) -> dict[str, Any]:
    days = (seen.first_day, seen.last_day)
    first, last = (day.isoformat() if day else "" for day in days)
    facts = {"first_day": first, "last_day": last}
    return {**facts, "n_units": seen.n_units, "units": list(seen.units)}


def result_facts(result: FileResult) -> dict[str, Any]:
    """The account of a file as plain data."""
    return {
        "status": result.status,
        "reason": result.reason or "",
        "spec": result.spec_name or "",
        "kinds": {kind: vars(counts) for kind, counts in result.kinds.items()},
        "n_source_rows": result.n_source_rows,
        "n_skipped_rows": result.n_skipped_rows,
        "notices": [
            {lang: notice.as_text(lang) for lang in ("vi", "en")}
            for notice in result.notices
        ],
    }


def refused_facts(refused: Sequence[RefusedAlike]) -> list[dict[str, Any]]:
    """Refusals as plain data: column, number, examples, rule and what to do."""
    return [
        {
            "column": alike.column or "",
            "sheet": alike.sheet or "",
            "n": alike.n,
            "examples": [[line, value] for line, value in alike.examples],
            **{
                lang: list(rule_text(alike.rule, alike.rule_params, lang))
                for lang in ("vi", "en")
            },
        }
        for alike in refused
    ]
