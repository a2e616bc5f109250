"""The wave still in the field: planted beside the province, seen by the Front alone."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from datetime import date
from functools import partial
from typing import Any

import pytest

from ingest.simulation.files.running_wave import RUNNING
from ingest.simulation.province import ProvinceSummary
from warehouse.custody.front_waves import held_waves
from warehouse.demo_waves import keep_running_wave
from warehouse.errors import ScopeError
from warehouse.read import Answer, Reader
from warehouse.settings import Settings
from warehouse.waves.fieldwork import make_fieldwork
from warehouse.waves.kept_draws import kept_draw
from warehouse.waves.kept_plans import kept_plans
from warehouse.waves.signed_designs import design_faults, signed_designs

ANSWERED = "Đã trả lời"
OUTCOMES = {
    "n_answered": ANSWERED,
    "n_refused": "Từ chối",
    "n_not_home": "Vắng nhà",
    "n_call_back": "Hẹn lại",
    "n_moved": "Chuyển đi",
}


@pytest.fixture(scope="module")
def planted(in_field: ProvinceSummary) -> dict[str, Any]:
    truth = json.loads(in_field.truth_path.read_text(encoding="utf-8"))
    found: dict[str, Any] = truth["running_wave"]
    return found


def rows_of(found: ProvinceSummary, part: str, delimiter: str) -> list[dict[str, str]]:
    [path] = [path for path in found.files if part in path.name]
    with path.open(encoding="utf-8-sig", newline="") as content:
        return list(csv.DictReader(content, delimiter=delimiter))


def book_of(found: ProvinceSummary) -> list[dict[str, str]]:
    return rows_of(found, "24_luot_hoi", ",")


def test_all_other_files_are_the_same_bytes(
    written: ProvinceSummary, in_field: ProvinceSummary
) -> None:
    assert written.running is None
    assert in_field.running is not None
    there = {path.name: path for path in in_field.files}
    for path in written.files:
        assert there[path.name].read_bytes() == path.read_bytes(), path.name
    more = there.keys() - {path.name for path in written.files}
    drawn = {"25_dot_rut_mau_MO_PHONG.csv", "phieu_phat_ra_MO_PHONG_dot_rut_mau.csv"}
    assert more == {path.name for path in in_field.running.files} | drawn
    assert all("MO_PHONG" in name for name in more)
    assert in_field.running.frame not in in_field.files


def test_truth_says_what_the_book_of_attempts_holds(
    in_field: ProvinceSummary, planted: dict[str, Any]
) -> None:
    last = {row["Số phiếu"]: row for row in book_of(in_field)}
    counted = Counter(row["Kết quả hỏi"] for row in last.values())
    assert planted["wave_code"] == RUNNING
    assert planted["n_asked"] == len(last)
    assert {k: planted[k] for k in OUTCOMES} == {
        key: counted[outcome] for key, outcome in OUTCOMES.items()
    }
    ballots = {
        row["Mã phiếu"]
        for row in rows_of(in_field, f"kobo_nhan_MO_PHONG_{RUNNING}", ";")
    }
    assert ballots == {n for n, row in last.items() if row["Kết quả hỏi"] == ANSWERED}


def test_numbers_are_the_first_places_of_a_draw(
    in_field: ProvinceSummary, planted: dict[str, Any]
) -> None:
    places: dict[str, set[int]] = defaultdict(set)
    for row in book_of(in_field):
        wave, unit, place = row["Số phiếu"].rsplit("-", 2)
        assert (wave, unit) == (RUNNING, row["Mã đơn vị"])
        places[unit].add(int(place))
        day, month, year = row["Ngày giờ hỏi"][:10].split("/")
        asked_on = date(int(year), int(month), int(day))
        assert date(2026, 10, 12) <= asked_on <= date(2026, 10, 31)
    for unit, found in places.items():
        assert found == set(range(1, len(found) + 1)), unit
    assert set(planted["slow_units"]) <= places.keys()


@pytest.mark.release
def test_the_front_alone_sees_how_its_asking_goes(
    in_field: ProvinceSummary, planted: dict[str, Any], demo_home: Settings
) -> None:
    settings, running = demo_home, in_field.running
    assert running is not None
    # the last closed one waits as before, and the one that is still asked
    assert held_waves(settings) == [running.since, RUNNING]
    for _ in range(2):
        keep_running_wave(settings, RUNNING, running.frame, since=running.since)
    plan = next(one for one in kept_plans(settings) if one.wave_code == RUNNING)
    draw = kept_draw(settings, RUNNING, plan.edition)
    assert draw is not None
    assert draw.draw["is_simulated"]
    signed = [one for one in signed_designs(settings) if one.wave_code == RUNNING]
    assert {one.kind for one in signed} == {"plan", "draw"}
    assert design_faults(settings) == []
    ask = asking(settings, "front")
    waves = {row["wave_code"]: row for row in ask("waves").rows}
    work = make_fieldwork(
        ask,
        RUNNING,
        opened_on=waves[RUNNING]["opened_on"],
        closed_on=waves[RUNNING]["closed_on"],
        plan=plan.plan,
        since=None,
    )
    assert work.days_left == 20
    assert work.whole.counts["n_asked"] == planted["n_asked"]
    assert work.whole.counts["n_answered"] == planted["n_answered"]
    others = asking(settings, "committee")
    with pytest.raises(ScopeError):
        others("fieldwork_units", wave_code=RUNNING)
    assert RUNNING not in {row["wave_code"] for row in others("wave_items").rows}


def asking(settings: Settings, role: str) -> partial[Answer]:
    reader = Reader(settings)
    scope = reader.scope_of_account(user_id="t", role=role)
    return partial(reader.run, scope=scope)
