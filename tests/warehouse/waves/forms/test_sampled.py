"""What the draw says of a ballot comes back with it, and nobody typed it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.loading.load import load_files
from tests.ingest.conftest import Desk
from tests.warehouse.waves.forms.test_forms import form_of, questions_of
from tests.warehouse.waves.frames import FRONT, WAVE, write_households
from warehouse.read import Answer
from warehouse.settings import Settings
from warehouse.waves.ballot_numbers import ballot_numbers, ballots_of
from warehouse.waves.draw_wave import Ask, draw_wave
from warehouse.waves.forms.form import Form
from warehouse.waves.forms.planned import form_of_plan
from warehouse.waves.forms.reading_spec import reading_spec
from warehouse.waves.forms.sampled import Sampled
from warehouse.waves.kept_draws import keep_draw
from warehouse.waves.kept_plans import KeptPlan
from warehouse.waves.visits import Visits

HOUSEHOLDS = {"91001": 90, "91002": 60, "91003": 80, "91004": 50, "91C": 40}


def load(tmp_path: Path, form: Form, numbers: list[tuple[str, str]]) -> Desk:
    """Loads an export with one ballot for each number and unit."""
    questions = questions_of(form)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(questions), delimiter=";", lineterminator="\n")
    writer.writeheader()
    for number, unit in numbers:
        row = {name: of[0] for name, of in questions.items() if of}
        row |= {"ma_phieu": number, "thong_tin/ma_xa": unit, "dot": WAVE}
        writer.writerow(row | {"end": "2026-12-01T08:09:00+07:00"})
    desk = Desk(tmp_path)
    path = desk.file("ket_qua.csv", text.getvalue())
    spec = desk.file("phieu.yml", reading_spec(form))
    (result,) = load_files([path], spec_path=spec, settings=desk.settings)
    assert not result.reason, result.as_text("vi")
    return desk


def told(desk: Desk, columns: str) -> set[tuple[Any, ...]]:
    return set(desk.raw(f"select distinct {columns} from raw.answer"))


def test_ballots_of_one_visit_are_one_cluster(tmp_path: Path) -> None:
    form = replace(form_of(), sampled=Sampled(has_visits=True))
    visits = [(place, stands_in) for place in (1, 2) for stands_in in (False, True)]
    numbers = [
        (number, unit)
        for unit in ("91001", "91002")
        for place, stands_in in visits
        for number in ballots_of(WAVE, unit, place, is_replacement=stands_in, each=3)
    ]
    assert all(re.fullmatch(form.number_pattern, number) for number, _ in numbers)
    found = told(load(tmp_path, form, numbers), "ballot_id, psu")
    assert len(found) == len(numbers) == 24
    assert {psu for _, psu in found} == {
        f"{unit}-{name}"
        for unit in ("91001", "91002")
        for name in ("001", "002", "R001", "R002")
    }
    assert all(f"-{psu}-" in ballot for ballot, psu in found)
    # a number that lost its place within the visit is not one of the form
    assert not re.fullmatch(form.number_pattern, f"{WAVE}-91001-001")


def test_ballots_say_how_many_households_their_unit_has(tmp_path: Path) -> None:
    form = replace(form_of(), sampled=Sampled({"91001": 1234}))
    numbers = [(f"{WAVE}-{unit}-001", unit) for unit in ("91001", "91002")]
    found = told(load(tmp_path, form, numbers), "unit_code, n_in_frame, psu")
    # of a unit that was not drawn nothing is known, and its ballot is kept
    assert found == {("91001", 1234, None), ("91002", None, None)}


def test_the_form_of_a_drawn_wave_knows_its_draw(
    planned: Settings,
    plan: KeptPlan,
    units: list[dict[str, Any]],
    ask: Callable[..., Answer],
    tmp_path: Path,
) -> None:
    assert form_of_plan(plan, ask).sampled == Sampled()
    listed = write_households(tmp_path / "ho.csv", HOUSEHOLDS)
    request = Ask(WAVE, seed="1", frame_kind="households", takes_all=True)
    drawn = draw_wave(planned, request, units, listed, today=date(2026, 12, 1))
    kept = keep_draw(planned, drawn, by=FRONT)
    form = form_of_plan(plan, ask, drawn=kept)
    assert form.sampled == Sampled(HOUSEHOLDS)
    assert form.version == form_of_plan(plan, ask).version


def test_numbers_of_visits_are_those_of_the_form(
    planned: Settings,
    plan: KeptPlan,
    units: list[dict[str, Any]],
    ask: Callable[..., Answer],
) -> None:
    request = Ask(
        WAVE,
        "s",
        date(2026, 12, 2),
        date(2027, 1, 8),
        takes_all=True,
        frame_kind="reception",
        visits=Visits(n_ballots=6),
    )
    drawn = draw_wave(
        planned,
        request,
        units,
        None,
        today=date(2026, 12, 1),
        days_of=lambda month: ask("calendar_days", month=month).rows,
    )
    kept = keep_draw(planned, drawn, by=FRONT)
    form = form_of_plan(plan, ask, drawn=kept)
    assert form.sampled == Sampled(has_visits=True)
    numbers = ballot_numbers(WAVE, list(kept.drawn), kept)
    listed = [number for own in numbers.values() for number in own]
    assert listed
    assert all(re.fullmatch(form.number_pattern, number) for number in listed)


@pytest.mark.parametrize("each", [1, 2])
def test_one_ballot_of_a_code_has_its_number_alone(each: int) -> None:
    found = ballots_of(WAVE, "91001", 7, is_replacement=False, each=each)
    assert found[0] == f"{WAVE}-91001-007{'' if each == 1 else '-01'}"
