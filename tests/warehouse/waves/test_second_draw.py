"""A second draw: after the first, from its frame, nobody twice, kept and signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.custody.front_desk import signer_of
from tests.warehouse.waves.conftest import COUNTS
from tests.warehouse.waves.frames import FRONT, WAVE, write_returned
from warehouse import audit
from warehouse.errors import AccountError, DamagedError, PlanError
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings
from warehouse.statistics.sampling.draw import draw_order
from warehouse.stores.state import writing
from warehouse.waves.draw import Draw
from warehouse.waves.draw_table import KeptDraw
from warehouse.waves.draw_wave import Ask, draw_wave
from warehouse.waves.interviewer_assignment import deal
from warehouse.waves.kept_draws import keep_draw
from warehouse.waves.kept_plans import KeptPlan
from warehouse.waves.second_draw import (
    check_second,
    draw_more,
    keep_second,
    kept_second,
)
from warehouse.waves.signed_designs import Design, design_faults, sign_designs

TODAY = date(2026, 12, 1)
FIRST = Ask(WAVE, seed="s", takes_all=True)
FORMS = {"91001": 5, "91003": 2, "91004": 0}
DrawFrom = Callable[..., Draw]


@pytest.fixture
def first(
    planned: Settings, plan: KeptPlan, units: list[dict[str, Any]], export: Path
) -> Draw:
    return draw_wave(planned, FIRST, units, export, today=TODAY)


@pytest.fixture
def kept(planned: Settings, first: Draw) -> KeptDraw:
    return keep_draw(planned, first, by=FRONT)


def test_it_goes_on_where_the_first_one_ended(first: Draw) -> None:
    second = draw_more(first, FORMS)
    before = {unit.unit_code: unit for unit in first.units}
    assert [unit.unit_code for unit in second.units] == ["91001", "91003"]
    for unit in second.units:
        one = before[unit.unit_code]
        order = draw_order(first.seed, first.frame.strata[unit.unit_code][""])
        start = len(one.drawn) + len(one.replacements)
        assert list(unit.drawn) == order[start : start + FORMS[unit.unit_code]]
        assert not {*unit.drawn, *unit.replacements} & {*one.drawn, *one.replacements}
    # two in ten stand in, as in the first draw
    assert [len(unit.replacements) for unit in second.units] == [1, 1]


def test_a_frame_that_ends_gives_what_is_left(first: Draw) -> None:
    [unit] = draw_more(first, {"91C": 3}).units
    assert (unit.n_wanted, unit.drawn, unit.replacements) == (3, (), ())


@pytest.mark.parametrize(
    ("forms", "said"), [({}, "lack answers"), ({"90000": 3}, "drawn before")]
)
def test_who_gets_more_was_drawn_before(
    first: Draw, forms: dict[str, int], said: str
) -> None:
    with pytest.raises(PlanError, match=said):
        draw_more(first, forms)


def test_ballots_are_numbered_after_those_of_the_first(first: Draw) -> None:
    numbers = [
        {line.ballots[0] for lines in deal(draw, []).values() for line in lines}
        for draw in (first, draw_more(first, FORMS))
    ]
    assert not numbers[0] & numbers[1]
    n = next(len(u.drawn) for u in first.units if u.unit_code == "91001")
    assert f"{WAVE}-91001-{n + 1:03d}" in numbers[1]


def test_it_is_kept_once_without_a_code_of_a_dossier(
    planned: Settings, first: Draw, kept: KeptDraw
) -> None:
    second = draw_more(first, FORMS)
    done = keep_second(planned, kept, second, by=FRONT)
    assert keep_second(planned, kept, draw_more(first, FORMS), by=FRONT) == done
    assert kept_second(planned, WAVE, 1) == done
    assert done.forms == {"91001": 5, "91003": 2}
    assert done.drawn == done.forms
    with pytest.raises(PlanError, match="drawn once"):
        keep_second(planned, kept, draw_more(first, {"91001": 6}), by=FRONT)
    assert not any(row.code in str(done.draw) for row in first.frame.rows)
    [note] = audit.read_records(planned, action="wave_drawn_again")
    assert note.detail["sha256"] == done.sha256


def test_drawn_again_it_is_the_same_and_a_changed_frame_is_refused(
    planned: Settings,
    plan: KeptPlan,
    units: list[dict[str, Any]],
    export: Path,
    tmp_path: Path,
    first: Draw,
    kept: KeptDraw,
) -> None:
    done = keep_second(planned, kept, draw_more(first, FORMS), by=FRONT)
    again = draw_wave(planned, Ask(WAVE), units, export, today=TODAY)
    check_second(done, kept, draw_more(again, done.forms))
    other = write_returned(tmp_path / "moi_20261201.csv", {**COUNTS, "91002": 31})
    with pytest.raises(PlanError, match="91002: 30 → 31"):
        draw_wave(planned, Ask(WAVE), units, other, today=TODAY)


def test_it_is_signed_like_the_first_and_a_change_is_named(
    planned: Settings, first: Draw, kept: KeptDraw
) -> None:
    signer = signer_of(planned)
    sign_designs(planned, WAVE, by=FRONT, signer=signer)
    keep_second(planned, kept, draw_more(first, FORMS), by=FRONT)
    [statement] = sign_designs(planned, WAVE, by=FRONT, signer=signer)
    assert statement.design == Design("second_draw", WAVE, 1)
    assert design_faults(planned) == []
    with writing(planned) as connection:
        connection.execute("drop trigger second_is_never_changed")
        connection.execute("update wave_second_draw set draw = draw || ' '")
    [fault] = design_faults(planned)
    assert (fault.what, fault.wave_code) == ("second_draw", WAVE)
    with pytest.raises(DamagedError):
        kept_second(planned, WAVE, 1)


def test_only_the_front_draws(planned: Settings, first: Draw, kept: KeptDraw) -> None:
    other = Identity("a", "A", "committee")
    with pytest.raises(AccountError):
        keep_second(planned, kept, draw_more(first, FORMS), by=other)
    assert kept_second(planned, WAVE, 1) is None
