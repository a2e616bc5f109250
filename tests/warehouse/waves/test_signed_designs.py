"""Plans and draws signed by the Front: what is signed stays, a changed one is named."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.warehouse.chain_by_hand import by_hand
from tests.warehouse.custody.front_desk import signer_of
from tests.warehouse.waves.frames import FRONT, WAVE, keep_small_plan
from warehouse import audit
from warehouse.custody.front_key import Signer
from warehouse.errors import AccountError, CustodyError, DamagedError, PlanError
from warehouse.people.account_rows import Identity
from warehouse.read import Answer
from warehouse.settings import Settings
from warehouse.stores.state import writing
from warehouse.waves.draw_wave import Ask, draw_wave
from warehouse.waves.kept_draws import keep_draw
from warehouse.waves.kept_plans import KeptPlan
from warehouse.waves.signed_designs import (
    Design,
    design_faults,
    sign_designs,
    signed_designs,
)

PLAN, DRAW = Design("plan", WAVE, 1), Design("draw", WAVE, 1)
TRIGGERS = {
    "wave_plan": "plan_is_never_changed",
    "wave_draw": "draw_is_never_changed",
    "design_statement": "design_is_never_changed",
}
BY_HAND: dict[str, tuple[str, str, Design | str]] = {
    "plan": (
        "wave_plan",
        "update wave_plan set plan = replace(plan, '0.05', '0.5')",
        PLAN,
    ),
    "plan with its digest": (
        "wave_plan",
        "update wave_plan set plan = '{}', sha256 ="
        " '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'",
        PLAN,
    ),
    "draw": ("wave_draw", "update wave_draw set draw = draw || ' '", DRAW),
    "statement": (
        "design_statement",
        "update design_statement set body = replace(body, 'mat', 'nam')"
        " where sequence = 1",
        "1",
    ),
    "signature": (
        "design_statement",
        "update design_statement set signature = '00' where sequence = 2",
        "2",
    ),
}


@pytest.fixture
def drawn(
    planned: Settings, plan: KeptPlan, units: list[dict[str, Any]], export: Path
) -> Settings:
    """A home with a plan and the draw by it."""
    ask = Ask(WAVE, seed="s", takes_all=True)
    draw = draw_wave(planned, ask, units, export, today=date(2026, 12, 1))
    keep_draw(planned, draw, by=FRONT)
    return planned


def test_plan_and_draw_are_signed_once_and_checked_by_the_public_half(
    drawn: Settings, plan: KeptPlan
) -> None:
    assert signed_designs(drawn) == {}
    signer = signer_of(drawn)
    first, second = sign_designs(drawn, WAVE, by=FRONT, signer=signer)
    assert (first.design, second.design) == (PLAN, DRAW)
    assert first.sha256 == plan.sha256
    assert second.previous != first.previous
    assert sign_designs(drawn, WAVE, by=FRONT, signer=signer) == []
    assert set(signed_designs(drawn)) == {PLAN, DRAW}
    assert design_faults(drawn) == []
    noted = audit.read_records(drawn, action="design_signed", limit=None)
    assert {note.detail["kind"] for note in noted} == {"plan", "draw"}


def test_a_new_plan_is_signed_anew_and_the_old_signature_stays(
    planned: Settings, plan: KeptPlan, ask: Callable[..., Answer]
) -> None:
    signer = signer_of(planned)
    sign_designs(planned, WAVE, by=FRONT, signer=signer)
    keep_small_plan(planned, ask)
    assert set(signed_designs(planned)) == {PLAN}
    [one] = sign_designs(planned, WAVE, by=FRONT, signer=signer)
    assert one.design == Design("plan", WAVE, 2)
    assert set(signed_designs(planned)) == {PLAN, one.design}


@pytest.mark.parametrize("what", BY_HAND)
def test_what_is_changed_behind_the_program_is_named(
    drawn: Settings, units: list[dict[str, Any]], export: Path, what: str
) -> None:
    signer = signer_of(drawn)
    sign_designs(drawn, WAVE, by=FRONT, signer=signer)
    table, sql, expected = BY_HAND[what]
    with writing(drawn) as connection:
        connection.execute(f"drop trigger {TRIGGERS[table]}")
        connection.execute(sql)
    faults = design_faults(drawn)
    named = {Design(f.what, f.wave_code, int(f.place)) for f in faults}
    if isinstance(expected, Design):
        assert named == {expected}
        assert expected not in signed_designs(drawn)
    else:
        assert ("design", expected) in {(f.what, f.place) for f in faults}
    with pytest.raises(DamagedError, match="as the Front signed"):
        draw_wave(drawn, Ask(WAVE), units, export, today=date(2026, 12, 1))
    with pytest.raises(CustodyError, match="as they were kept"):
        sign_designs(drawn, WAVE, by=FRONT, signer=signer)


def test_a_dropped_statement_is_missed(drawn: Settings) -> None:
    sign_designs(drawn, WAVE, by=FRONT, signer=signer_of(drawn))
    with writing(drawn) as connection:
        connection.execute("drop trigger design_is_never_removed")
        connection.execute("delete from design_statement where sequence = 2")
    [fault] = design_faults(drawn)
    assert (fault.what, fault.wave_code, fault.place) == ("design", "", "2")


def test_only_the_front_signs_with_its_own_key_what_is_kept(
    planned: Settings, plan: KeptPlan
) -> None:
    signer = signer_of(planned)
    steward = Identity("a", "A", "steward")
    with pytest.raises(AccountError):
        sign_designs(planned, WAVE, by=steward, signer=signer)
    other = Signer(Ed25519PrivateKey.generate())
    with pytest.raises(CustodyError, match="registered"):
        sign_designs(planned, WAVE, by=FRONT, signer=other)
    with pytest.raises(PlanError, match="kept before it is signed"):
        sign_designs(planned, "KHAC", by=FRONT, signer=signer)
    assert signed_designs(planned) == {}


def test_a_signature_cut_by_a_crash_is_healed_by_the_next(
    drawn: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record had it already; the store never kept it."""
    signer, real = signer_of(drawn), audit.record

    def record(*given: Any, **named: Any) -> None:
        real(*given, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(audit, "record", record)
        with pytest.raises(KeyboardInterrupt):
            sign_designs(drawn, WAVE, by=FRONT, signer=signer)
    assert [fault.place for fault in design_faults(drawn)] == ["1"]
    time.sleep(1.1)  # a statement names its second
    sign_designs(drawn, WAVE, by=FRONT, signer=signer)
    assert set(signed_designs(drawn)) == {PLAN, DRAW}
    assert design_faults(drawn) == []
    by_hand(drawn, "delete from design_statement where sequence = 2")
    assert [fault.place for fault in design_faults(drawn)] == ["2"]
