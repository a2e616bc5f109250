"""A simulated province whose truth is known, built from raw to marts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from ingest.simulation import surveys
from ingest.simulation.people import officer_code
from ingest.simulation.planted import Planted
from ingest.simulation.raw_tables import raw_tables
from ingest.simulation.registers.duties import reminder_rows
from ingest.simulation.service import Counter
from ingest.simulation.tables import case_codes, exports
from ingest.simulation.truth import Truth
from ingest.simulation.world import World, draw_world
from tests.warehouse.raw_rows import write_raw
from warehouse.builds.transform import run
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

N_CASES, SEED = 15_000, 11


MODELS = ["dq_flags", "agg_unit_months", "agg_officer_months", "agg_answer_levels"]
MODELS += ["agg_owed_letters", "agg_duty_months", "agg_unit_services", "fct_targets"]
MODELS += ["fct_requirements", "agg_signatures", "fct_reminders"]
# Months of a year in which an officer was reminded: often, often at last, never often.
REMINDED = (
    ((2026, 3), (2026, 6), (2026, 9)),
    ((2025, 1), (2025, 11), (2026, 4), (2026, 10)),
    ((2025, 2), (2025, 12), (2026, 10)),
)
DAYS_TO_CORRECT = 6
MODELS += ["agg_unit_duties"]
MODELS += ["agg_reached_hamlets", "agg_commitment_evidence"]


@dataclass(frozen=True)
class Province:
    """What was planted, who truly served each case, and the built marts."""

    world: World
    truth: dict[str, Any]
    served_by: dict[str, str]
    reminders: pd.DataFrame
    marts: duckdb.DuckDBPyConnection

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.marts.execute(sql).fetchall()


@contextmanager
def open_province(settings: Settings) -> Iterator[Province]:
    """Draws a province, writes it as raw, builds it and opens its marts."""
    world = draw_world(n_cases=N_CASES, seed=SEED, has_effect=True)
    truth, served_by = _truth(world)
    reminders = _reminders(world)
    _write(world, settings, reminders)
    write_letter_rules(settings, truth["owed_letters_for_faults"]["valid_from"])
    database = settings.home / "warehouse.duckdb"
    outcome = run(
        settings,
        database=database,
        scratch=settings.home / "scratch.duckdb",
        arguments=[
            "build",
            "--exclude-resource-type",
            "unit_test",
            "test",
            "--select",
            *(f"+{name}" for name in MODELS),
        ],
    )
    assert outcome.failures == (), outcome.failures
    with duckdb.connect(str(database), read_only=True) as marts:
        yield Province(world, truth, served_by, reminders, marts)


def write_letter_rules(settings: Settings, begins: str) -> None:
    """The province's own: from a day on, errors and lost papers call for letters."""
    fields = {"office_error": " Sai sót trong giải quyết hồ sơ ; Tính sai phí"}
    fields["lost_papers"] = "thất lạc giấy tờ"
    rows = [
        f"apology,{occasion},,3,working,{listed},{begins},Thư xin lỗi,Quy định của tỉnh"
        for occasion, listed in {"late_case": "", **fields}.items()
    ]
    head = "letter_kind,occasion,late_days_from,n_days,day_kind,petition_fields"
    settings.rules_dir.mkdir(parents=True, exist_ok=True)
    path = settings.rules_dir / "letter_rules.csv"
    text = "\n".join([f"{head},valid_from,name_vi,legal_basis", *rows])
    path.write_text(f"{text}\n", encoding="utf-8")


def _truth(world: World) -> tuple[dict[str, Any], dict[str, str]]:
    truth, counter = Truth(world), Counter(world)
    served_by: dict[str, str] = {}
    for month, received, _ in exports(world):
        truth.count(received)
        counter.returned(month, received)
        codes = case_codes(world, received).to_pylist()
        officers = [officer_code(int(one)) for one in received["officer"]]
        served_by.update(zip(codes, officers, strict=True))
    shares = surveys.draw_shares(world)
    return truth.as_dict(shares, counter, Planted()), served_by


def _reminders(world: World) -> pd.DataFrame:
    """Those of the simulation, and some of officers nobody else reminds."""
    drawn = reminder_rows(world)
    postings = world.people.postings
    served = [officer_code(int(one)) for one in np.unique(postings.officer)]
    quiet = [one for one in served if one not in set(drawn["officer_code"])]
    rows = []
    for officer, months in zip(quiet, REMINDED, strict=False):
        for year, month in months:
            given = date(year, month, 15)
            happened = given - timedelta(days=DAYS_TO_CORRECT)
            what = ("reminder", "lateness", "inspection", happened.isoformat())
            rows.append((officer, given.isoformat(), *what))
    measured = (quiet[0], "2026-09-20", "measure", "lateness", "head", None)
    planted = pd.DataFrame([*rows, measured], columns=drawn.columns)
    return pd.concat([drawn, planted], ignore_index=True)


def _write(world: World, settings: Settings, reminders: pd.DataFrame) -> None:
    """Raw as a faultless load leaves it, without the surveys nobody asks here."""
    # delivered after the last day the simulated office writes of
    write_raw(settings.raw_path, {}, loaded_at=datetime(2026, 11, 2, 8))
    with open_raw(settings, is_read_only=False) as connection:
        sha = connection.execute("select file_sha256 from raw.file").fetchall()[0][0]
        for kind, table in raw_tables(world):
            if kind == "answer":
                codes: Any = table["wave_code"]
                waves = set(codes.unique().to_pylist())
                if not waves <= {surveys.BEFORE}:
                    continue
            if kind == "reminder":
                table = reminders
            connection.register("piece", table)
            connection.execute(
                f'insert into raw."{kind}" by name select *,'
                f" '{sha}' as _file_sha256, '' as _sheet,"
                " row_number() over () as _line,"
                " md5_number(cast(piece as varchar)) as _row_md5 from piece"
            )
            connection.unregister("piece")


def key_of(unit: dict[str, str]) -> str:
    """Key of a unit of the truth."""
    return f"{unit['unit_code']}@{unit['unit_valid_from']}"
