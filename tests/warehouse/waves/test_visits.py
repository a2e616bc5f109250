"""Visits nobody is told of: days off holidays, hours, and who is asked first."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import ceil
from typing import Any

import pytest
from openpyxl import load_workbook
from scipy import stats

from tests.warehouse.waves.frames import FRONT, WAVE
from warehouse.errors import PlanError
from warehouse.read import Answer
from warehouse.settings import Settings
from warehouse.statistics.sampling.draw import draw_stages
from warehouse.waves.ballot_numbers import ballot_numbers
from warehouse.waves.contact_book import contact_book
from warehouse.waves.draw import Draw
from warehouse.waves.draw_wave import Ask, draw_wave
from warehouse.waves.interviewer_assignment import deal
from warehouse.waves.interviewer_lists import make_lists
from warehouse.waves.kept_draws import drawn_from, keep_draw, kept_draw
from warehouse.waves.kept_plans import KeptPlan
from warehouse.waves.second_draw import draw_more, keep_second, kept_second
from warehouse.waves.visits import HOURS, Visits, check_visits, visit_days
from warehouse.words import words_of

TODAY, SINCE, UNTIL = date(2026, 12, 1), date(2026, 12, 2), date(2027, 1, 8)
MET = Visits(every=3, n_ballots=6)
FIRST = Ask(WAVE, "s", SINCE, UNTIL, takes_all=True, frame_kind="desk", visits=MET)
DrawBy = Callable[..., Draw]


@pytest.fixture
def draw_by(
    planned: Settings,
    plan: KeptPlan,
    units: list[dict[str, Any]],
    ask: Callable[..., Answer],
) -> DrawBy:
    def draw(request: Ask = FIRST, *, left_out: date | None = None) -> Draw:
        def days_of(month: str) -> list[dict[str, Any]]:
            rows = ask("calendar_days", month=month).rows
            return [row for row in rows if row["day"] != left_out]

        return draw_wave(planned, request, units, None, today=TODAY, days_of=days_of)

    return draw


def test_days_are_working_days_of_the_units_own_calendar(draw_by: DrawBy) -> None:
    draw = draw_by(replace(FIRST, visits=replace(MET, weekdays=(1, 2, 3, 4, 5, 6))))
    days = {
        code: {draw.frame.by_code[one].day for one in draw.frame.strata[code][""]}
        for code in ("91001", "91003")
    }
    assert len(days["91001"]) == 27
    assert date(2027, 1, 1) not in days["91001"]
    assert all(day.isoweekday() <= 5 for day in days["91001"] if day)
    # of the province's Saturdays none; of its own one
    assert days["91003"] - days["91001"] == {date(2026, 12, 5)}
    fridays = draw_by(replace(FIRST, visits=replace(MET, weekdays=(5,))))
    assert {row.day.isoweekday() for row in fridays.frame.rows if row.day} == {5}


def test_forms_of_the_plan_become_visits_and_ballots(
    draw_by: DrawBy, plan: KeptPlan, planned: Settings
) -> None:
    draw = draw_by()
    for unit, planned_unit in zip(draw.units, plan.plan["units"], strict=True):
        n_forms = planned_unit["outlook"]["n_forms"]
        assert unit.n_wanted == ceil(n_forms / MET.n_ballots)
        assert len(unit.drawn) == min(unit.n_wanted, unit.population)
    assert draw.n_drawn == 6 * sum(len(unit.drawn) for unit in draw.units)
    kept = keep_draw(planned, draw, by=FRONT)
    assert sum(kept.drawn.values()) == draw.n_drawn
    lists = deal(draw, [])
    listed = [b for lines in lists.values() for line in lines for b in line.ballots]
    numbers = ballot_numbers(WAVE, list(kept.drawn), kept)
    assert sorted(listed) == sorted(one for own in numbers.values() for one in own)
    assert len(set(listed)) == len(listed)
    # days are nobody: no finite population of people
    assert drawn_from(planned, WAVE) == {}


def test_drawn_again_it_is_the_same_and_anything_else_is_refused(
    draw_by: DrawBy, planned: Settings
) -> None:
    first = draw_by()
    kept = keep_draw(planned, first, by=FRONT)
    assert draw_by(Ask(WAVE)) == first
    assert kept.draw["visits"]["hours"] == list(HOURS)
    for request, what in (
        (Ask(WAVE, visits=replace(MET, every=4)), "visits"),
        (Ask(WAVE, frame_kind="reception"), "frame"),
        (Ask(WAVE, until=date(2027, 1, 7)), "frame"),
    ):
        with pytest.raises(PlanError) as refused:
            draw_by(request)
        assert refused.value.thing == what
    with pytest.raises(PlanError, match="frame it was drawn from first"):
        draw_by(Ask(WAVE), left_out=date(2026, 12, 8))


def test_the_reception_room_is_a_frame_of_its_own(draw_by: DrawBy) -> None:
    draw = draw_by(replace(FIRST, frame_kind="reception"))
    assert draw.as_record()["frame"]["kind"] == "reception"


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (replace(FIRST, since=TODAY), "day gone by"),
        (replace(FIRST, since=None), "at most 92 days"),
        (replace(FIRST, until=date(2027, 6, 1)), "at most 92 days"),
        (replace(FIRST, since=UNTIL, until=SINCE), "at most 92 days"),
        (replace(FIRST, frame_kind="street"), "one of returned"),
        (replace(FIRST, visits=replace(MET, weekdays=(7,))), "knows a working day"),
        (replace(FIRST, takes_all=False, until=SINCE), "ballots to a visit"),
    ],
)
def test_what_no_visit_can_be_drawn_by_is_refused(
    draw_by: DrawBy, request_: Ask, said: str
) -> None:
    with pytest.raises(PlanError, match=said):
        draw_by(request_)


@pytest.mark.parametrize(
    "visits",
    [
        replace(MET, every=0),
        replace(MET, n_ballots=0),
        replace(MET, weekdays=()),
        replace(MET, weekdays=(8,)),
        replace(MET, hours=()),
        replace(MET, hours=("07:30-09:30", "07:30-09:30")),
    ],
)
def test_settings_out_of_range_are_refused(visits: Visits) -> None:
    with pytest.raises(PlanError):
        check_visits(visits)


def test_every_day_every_hour_and_every_visitor_has_the_same_chance() -> None:
    """Days n/N, hours and the first visitor evenly, over 10,000 seeds."""
    days = [
        {"calendar_code": "province", "day": date(2026, 12, d), "is_working": d != 8}
        for d in range(1, 19)
    ]
    units = [{"unit_code": "91001", "is_current": True, "unit_level": "commune"}]
    since, until = date(2026, 12, 1), date(2026, 12, 18)
    frame = visit_days(days, units, MET, kind="desk", since=since, until=until)
    codes = [row.code for row in frame.rows]
    assert len(codes) == 13
    drawn, hours, first = Counter[str](), Counter[str](), Counter[int]()
    n = 4
    for number in range(10_000):
        seed = f"seed {number}"
        [chosen] = draw_stages(seed, "91001", frame.strata["91001"], (n,))
        drawn.update(chosen)
        hours[MET.hours_of(seed, chosen[0])] += 1
        first[MET.first_of(seed, chosen[0])] += 1
    share = n / len(codes)
    spread = 10_000 * share * (1 - share) * len(codes) / (len(codes) - 1)
    chi2 = sum((drawn[code] - 10_000 * share) ** 2 for code in codes) / spread
    assert 0.001 < stats.chi2.sf(chi2, len(codes) - 1) < 0.999
    assert stats.chisquare([hours[one] for one in HOURS]).pvalue > 0.001
    assert set(first) == {1, 2, 3}
    assert stats.chisquare(list(first.values())).pvalue > 0.001


def test_a_list_says_day_hours_and_whom_to_ask(
    draw_by: DrawBy, planned: Settings
) -> None:
    draw, words = draw_by(), words_of("vi")
    lists = deal(draw, [])
    made = make_lists(planned, draw, lists, {"91001": "An Bình"}, words, by="mattran")
    book = load_workbook(io.BytesIO(made[0][1]))
    rows = [[cell.value for cell in row] for row in book["Được rút"].rows]
    assert "Không báo cho đơn vị" in str(rows[1][0])
    assert "cứ 3 người hỏi một" in str(rows[2][0])
    # who left is counted: every k-th of them was asked
    assert any("Số người ra về đã đếm" in row for row in rows)
    lines = sorted(
        (one for one in lists["91001"] if not one.is_replacement),
        key=lambda one: (one.row.day, one.hours),
    )
    told = [row[1:5] for row in rows if row[1] == "An Bình"]
    assert told == [
        ["An Bình", f"{one.row.day:%d/%m/%Y}", one.hours, str(one.first)]
        for one in lines
    ]
    assert {one.hours for one in lines} <= set(HOURS)
    # one line of the book of attempts for each ballot
    _, content = contact_book(draw, lists, words)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    ballots = [row[1].value for row in sheet.iter_rows(min_row=5)]
    assert len([b for b in ballots if str(b).startswith(WAVE)]) == (
        draw.n_drawn + draw.n_replacements
    )


def test_a_second_draw_brings_more_visits(draw_by: DrawBy, planned: Settings) -> None:
    first = draw_by()
    kept = keep_draw(planned, first, by=FRONT)
    second = draw_more(first, {"91002": 7})
    [unit] = second.units
    assert (unit.n_wanted, len(unit.drawn)) == (2, 2)
    keep_second(planned, kept, second, by=FRONT)
    known = kept_second(planned, WAVE, 1)
    assert known is not None
    assert known.forms == {"91002": 12}
    assert draw_more(first, known.forms) == second
    assert kept_draw(planned, WAVE, 1) == kept
