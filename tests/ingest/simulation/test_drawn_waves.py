"""Waves drawn from households and as visits: planted, and found back."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from ingest.simulation.files.drawn_households import (
    HOUSEHOLDS,
    N_SELECTIVE,
    write_households,
)
from ingest.simulation.files.drawn_visits import EACH, VISITED
from ingest.simulation.files.drawn_wave import DrawnWave
from ingest.simulation.province import ProvinceSummary
from ingest.simulation.world import World
from warehouse.demo_waves import keep_demo_draw
from warehouse.read import Reader
from warehouse.settings import Settings
from warehouse.statistics.change.nonresponse import nonresponse_bounds
from warehouse.waves.draw_wave import draw_wave
from warehouse.waves.interviewer_assignment import deal
from warehouse.waves.kept_draws import kept_draw
from warehouse.waves.kept_plans import kept_plans
from warehouse.waves.signed_designs import design_faults, signed_designs

Planted = dict[str, dict[str, Any]]


@pytest.fixture
def planted(in_field: ProvinceSummary) -> Planted:
    truth = json.loads(in_field.truth_path.read_text(encoding="utf-8"))
    return {one["wave_code"]: one for one in truth["drawn_waves"]}


def wave_of(found: ProvinceSummary, code: str) -> DrawnWave:
    return next(one for one in found.drawn if one.request.wave_code == code)


def ballots_of(found: ProvinceSummary, code: str) -> list[dict[str, str]]:
    return rows_of(wave_of(found, code))


def rows_of(wave: DrawnWave) -> list[dict[str, str]]:
    with wave.ballots.open(encoding="utf-8-sig", newline="") as content:
        return list(csv.DictReader(content, delimiter=";"))


def test_a_mean_of_units_is_not_the_mean_of_households(planted: Planted) -> None:
    truth = planted[HOUSEHOLDS]
    units = truth["units"]
    whole = sum(unit["n_in_frame"] for unit in units)
    mean = sum(unit["n_in_frame"] * unit["share"] for unit in units) / whole
    assert truth["share"] == pytest.approx(mean, abs=1e-5)
    assert truth["mean_of_units"] - truth["share"] > 0.03


def test_households_of_the_list_are_those_of_the_truth_and_of_the_spec(
    in_field: ProvinceSummary, planted: Planted
) -> None:
    wave = wave_of(in_field, HOUSEHOLDS)
    assert wave.frame is not None
    with wave.frame.open(encoding="utf-8", newline="") as content:
        listed = Counter(row["Đơn vị"] for row in csv.DictReader(content))
    units = {unit["unit_code"]: unit for unit in planted[HOUSEHOLDS]["units"]}
    assert listed == {code: unit["n_in_frame"] for code, unit in units.items()}
    [answer] = yaml.safe_load(wave.spec.read_text(encoding="utf-8"))["kinds"]
    known = answer["columns"]["n_in_frame"]["values"]
    assert known == {code: str(n) for code, n in listed.items()}
    rows = ballots_of(in_field, HOUSEHOLDS)
    assert len({row["ma_phieu"] for row in rows}) == len(rows) == wave.n_ballots
    for row in rows:
        unit = units[row["thong_tin/ma_xa"]]
        assert 1 <= int(row["ma_phieu"].rpartition("-")[2]) <= unit["n_asked"]


def test_where_the_content_answer_more_readily_the_bounds_hold_the_truth(
    world: World, tmp_path: Path
) -> None:
    wave, _ = write_households(world, tmp_path)
    content: Counter[str] = Counter()
    valid: Counter[str] = Counter()
    for row in rows_of(wave):
        level = int(row["danh_gia/sup_result"] or 0)
        content[row["thong_tin/ma_xa"]] += 8 <= level <= 10
        valid[row["thong_tin/ma_xa"]] += 1 <= level <= 10
    off = {True: 0.0, False: 0.0}
    units = cast("list[dict[str, Any]]", wave.truth["units"])
    for unit in units:
        n_asked, told = unit["n_asked"], content[unit["unit_code"]]
        n = valid[unit["unit_code"]]
        bounds = nonresponse_bounds(float(n_asked), float(n), float(told))
        truth = unit["n_content_asked"] / n_asked
        assert bounds.lower - 1e-9 <= truth <= bounds.upper + 1e-9
        off[unit["is_selective"]] += told / n - truth
    assert sum(unit["is_selective"] for unit in units) == N_SELECTIVE
    assert off[True] / N_SELECTIVE > 0.08
    assert abs(off[False] / (len(units) - N_SELECTIVE)) < 0.06


def test_ballots_of_a_visit_have_one_day(
    in_field: ProvinceSummary, planted: Planted
) -> None:
    days: dict[str, set[str]] = defaultdict(set)
    visits: Counter[str] = Counter()
    for row in ballots_of(in_field, VISITED):
        visit, _, number = row["ma_phieu"].rpartition("-")
        days[visit].add(row["end"][:10])
        visits[visit] += 1
        assert 1 <= int(number) <= EACH
    assert planted[VISITED]["n_visits"] == len(visits)
    assert max(visits.values()) <= EACH
    assert {len(found) for found in days.values()} == {1}
    assert 0.08 < planted[VISITED]["icc"] < 0.25


@pytest.mark.release
def test_planted_weights_and_visits_are_found_back(
    in_field: ProvinceSummary, planted: Planted, demo_home: Settings
) -> None:
    for one in in_field.drawn:
        for _ in range(2):
            keep_demo_draw(
                demo_home, one.request, one.ask, one.frame, drawn_on=one.drawn_on
            )
    assert design_faults(demo_home) == []
    signed = {(one.wave_code, one.kind) for one in signed_designs(demo_home)}
    assert signed >= {(w, k) for w in (HOUSEHOLDS, VISITED) for k in ("plan", "draw")}
    reader = Reader(demo_home)
    # both are released: the committee reads them
    scope = reader.scope_of_account(user_id="t", role="committee")
    ask = partial(reader.run, scope=scope)
    rows = ask("wave_shares", wave_code=HOUSEHOLDS, item_code="sup_result").rows
    top = whole(rows)
    truth = planted[HOUSEHOLDS]
    assert top["weighted_by"] == "frame"
    assert top["sum_weight"] == sum(unit["n_in_frame"] for unit in truth["units"])
    assert top["share_low"] <= truth["share_of_answers"] <= top["share_high"]
    # units one by one would say more
    shown = [r["share"] for r in rows if r["unit_level"] == "commune" and r["share"]]
    assert sum(shown) / len(shown) > top["share"] + 0.015
    answers = top["share"] * top["n_answers"]
    silent = nonresponse_bounds(top["n_offered"], top["n_answers"], answers)
    assert silent.lower <= truth["share"] <= silent.upper
    desk = whole(ask("wave_shares", wave_code=VISITED, item_code="overall").rows)
    assert (desk["weighted_by"], desk["cluster_kind"]) == ("served", "psu")
    assert desk["n_clusters"] == pytest.approx(planted[VISITED]["n_visits"], abs=1)
    assert desk["n_effective"] < 0.85 * desk["n_answers"]


@pytest.mark.release
def test_visits_asked_are_those_that_were_drawn(
    in_field: ProvinceSummary, demo_home: Settings
) -> None:
    reader = Reader(demo_home)
    scope = reader.scope_of_account(user_id="t", role="front")
    ask = partial(reader.run, scope=scope)
    wave = wave_of(in_field, VISITED)
    keep_demo_draw(
        demo_home, wave.request, wave.ask, wave.frame, drawn_on=wave.drawn_on
    )
    plan = next(p for p in kept_plans(demo_home) if p.wave_code == VISITED)
    assert kept_draw(demo_home, VISITED, plan.edition) is not None
    draw = draw_wave(
        demo_home,
        wave.ask,
        ask("units").rows,
        None,
        today=wave.drawn_on,
        days_of=lambda month: ask("calendar_days", month=month).rows,
    )
    drawn = {
        number: str(line.row.day)
        for lines in deal(draw, []).values()
        for line in lines
        for number in line.ballots
    }
    for row in ballots_of(in_field, VISITED):
        assert drawn[row["ma_phieu"]] == row["end"][:10]


def whole(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return next(row for row in rows if row["unit_level"] == "province")
