"""Only the drawn arrows exist: every state × role × action, early and late."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from datetime import timedelta
from itertools import pairwise, product
from pathlib import Path

import pytest

from tests.warehouse.process.conftest import (
    ABOVE,
    LOW,
    NEXT_LEADER,
    NEXT_OFFICER,
    PEOPLE,
    REMINDED,
)
from tests.warehouse.process.walks import START, WAY, bring_to, step
from warehouse.chain import Event
from warehouse.errors import ProcessError, ThanThienError
from warehouse.matters.matters import matters_of
from warehouse.matters.passed_over import passed_over
from warehouse.matters.record import read_process
from warehouse.matters.steps import ACTIONS, ARROWS, OPEN_STATES, STATES, arrow_from
from warehouse.people.account_rows import Identity
from warehouse.process.act import open_matter, take_step
from warehouse.process.queue import queue_of
from warehouse.scope import ROLES
from warehouse.settings import Settings

TRIES_OF_ONE_RECORD = 500
# Written by hand from the description of the process, not from its code.
DRAWN = {
    (None, "leader", "open"): "flagged",
    ("flagged", "steward", "confirm"): "checked",
    ("flagged", "steward", "withdraw"): "withdrawn",
    ("checked", "officer", "reply"): "heard",
    ("checked", "leader", "note_silence"): "heard",
    ("heard", "leader", "decide"): "decided",
    ("decided", "officer", "sign"): "informed",
    ("decided", "leader", "note_unsigned"): "informed",
    ("informed", "leader", "close"): "closed",
    ("informed", "officer", "appeal"): "flagged",
    ("closed", "officer", "appeal"): "flagged",
    ("closed", "retention", "forget"): "forgotten",
    ("withdrawn", "retention", "forget"): "forgotten",
}
LATE = {"note_silence", "note_unsigned"}
IN_TIME = {"appeal"}


def test_only_the_drawn_arrows_exist() -> None:
    found = {}
    for state, role, action in product(
        (None, *STATES), (*ROLES, "retention", "nobody"), (*ACTIONS, "nothing")
    ):
        arrow = arrow_from(state, role, action)
        if arrow is not None:
            found[state, role, action] = arrow.to
    assert found == DRAWN


@pytest.mark.parametrize("state", WAY)
def test_no_account_takes_any_other_step(home: Settings, state: str) -> None:
    """Through the one door that page and command use, on the day and long after."""
    code = bring_to(home, state).code
    n_before = len(read_process(home).events)
    for role, action, days in product(ROLES, ACTIONS, (0, 400)):
        is_drawn = (state, role, action) in DRAWN
        is_time = not ((action in LATE and days == 0) or (action in IN_TIME and days))
        if is_drawn and is_time:
            continue
        with pytest.raises(ProcessError):
            step(home, code, action, role=role, days=days)
    record = read_process(home)
    assert len(record.events) == n_before
    assert record.matters[code].state == state


@pytest.mark.parametrize(
    "drawn", [key for key in DRAWN if key[0] and key[1] != "retention"]
)
def test_each_drawn_arrow_can_be_gone(
    home: Settings, drawn: tuple[str, str, str]
) -> None:
    state, role, action = drawn
    code = bring_to(home, state).code
    days = 60 if action in LATE else 0
    assert step(home, code, action, role=role, days=days).state == DRAWN[drawn]


def test_nobody_else_of_the_same_role_may_act(home: Settings) -> None:
    """Another unit's leader, the leader above, and another officer."""
    with pytest.raises(ProcessError):
        open_matter(home, LOW, by=PEOPLE["leader"])
    for leader in (NEXT_LEADER, ABOVE):
        with pytest.raises(ProcessError):
            open_matter(home, REMINDED, by=leader)
    code = bring_to(home, "checked").code
    with pytest.raises(ProcessError):
        take_step(home, code, "reply", by=NEXT_OFFICER, text="x")
    step(home, code, "reply")
    for leader in (NEXT_LEADER, ABOVE):
        with pytest.raises(ProcessError):
            take_step(home, code, "decide", by=leader, text="x", decision="none")
        assert queue_of(home, leader, START.date()) == []


def test_an_account_without_an_officer_is_nobodys(home: Settings) -> None:
    """Once a matter is forgotten its officer is empty, and so is such an account."""
    code = bring_to(home, "checked").code
    stray = Identity("x", "x", "officer")
    with pytest.raises(ProcessError):
        take_step(home, code, "reply", by=stray, text="x")


@pytest.mark.parametrize("action", ["withdraw", "reply", "decide", "appeal"])
def test_a_reason_is_needed(home: Settings, action: str) -> None:
    state = {"withdraw": "flagged", "reply": "checked", "decide": "heard"}.get(
        action, "informed"
    )
    role = {"withdraw": "steward", "decide": "leader"}.get(action, "officer")
    code = bring_to(home, state).code
    for text in ("", "  \n", "x" * 4001):
        with pytest.raises(ProcessError):
            take_step(home, code, action, by=PEOPLE[role], text=text, decision="none")
    assert read_process(home).matters[code].state == state


def test_only_known_decisions(home: Settings) -> None:
    code = bring_to(home, "heard").code
    for decision in ("", "dismissal"):
        with pytest.raises(ProcessError, match="one of coaching"):
            take_step(
                home, code, "decide", by=PEOPLE["leader"], text="x", decision=decision
            )


def test_the_clock_does_not_go_back(home: Settings) -> None:
    code = bring_to(home, "checked").code
    with pytest.raises(ProcessError, match="never earlier"):
        step(home, code, "reply", days=-2)


def test_terms_count_from_the_day_after(home: Settings) -> None:
    code = bring_to(home, "checked").code
    with pytest.raises(ProcessError, match="only after"):
        step(home, code, "note_silence", days=10)
    step(home, code, "note_silence", days=11)
    step(home, code, "decide", days=11)
    step(home, code, "sign", days=11)
    with pytest.raises(ProcessError, match="only until"):
        step(home, code, "appeal", days=42)
    assert step(home, code, "appeal", days=41).round == 2


def test_days_in_each_state_and_who(home: Settings) -> None:
    code = bring_to(home, "flagged").code
    for days, action in ((2, "confirm"), (5, "reply"), (9, "decide"), (10, "sign")):
        matter = step(home, code, action, days=days)
    shown = matter.days_in_states((START + timedelta(days=30)).date())
    assert shown == [
        ("flagged", 2),
        ("checked", 3),
        ("heard", 4),
        ("decided", 1),
        ("informed", 20),
    ]
    actors = [s.event.said("actor") for s in matter.steps]
    assert actors == ["lanh.dao", "quan.tri", "can.bo", "lanh.dao", "can.bo"]


@pytest.mark.parametrize("seed", [1, 2])
def test_ten_thousand_random_steps_keep_what_holds(seed: int) -> None:
    """Any event at all may come, as if the store took all that is thrown at it."""
    chance = random.Random(seed)
    events: list[Event] = []
    known = [f"V{n:05d}" for n in range(100)]
    for seq in range(10_000):
        named = _try(chance)
        at = (START + timedelta(hours=seq)).isoformat()
        body = {"officer_code": "CB001"}
        code = chance.choice(known)
        events.append(Event(seq, code, at, *named, "reminders", "u", body))
    found = matters_of(events)
    arrows = {(state, to) for a in ARROWS for state in a.after for to in [a.to]}
    n_steps = 0
    for matter in found.values():
        states = [s.state for s in matter.steps]
        n_steps += len(states)
        assert states[0] == "flagged"
        assert matter.steps[0].event.action == "open"
        assert set(pairwise(states)) <= arrows
        # nobody is informed unheard, and no decision rests on unchecked data
        informed = [nth for nth, state in enumerate(states) if state == "informed"]
        for nth in informed:
            assert states[nth - 4 : nth] == ["flagged", "checked", "heard", "decided"]
        assert (matter.state in OPEN_STATES) == matter.is_open
    assert n_steps > 500


def _try(chance: random.Random) -> tuple[str, str]:
    """An action and a role, mostly of an arrow that goes on; now and then any."""
    if chance.random() < 0.1:
        return chance.choice(ACTIONS), chance.choice([*ROLES, "retention"])
    ends = ("withdraw", "forget")
    arrow = chance.choice([a for a in ARROWS if a.action not in ends])
    return arrow.action, arrow.role


def test_a_random_walk_through_the_store_keeps_what_holds(
    built: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """A record of its own for every five hundred tries: each is read whole."""
    n_tries = 10_000 if pytestconfig.getoption("--release") else 150
    chance = random.Random(3)
    taken: Counter[tuple[str, str, str]] = Counter()
    for first in range(0, n_tries, TRIES_OF_ONE_RECORD):
        folder = tmp_path / str(first)
        shutil.copytree(built, folder)
        n = min(TRIES_OF_ONE_RECORD, n_tries - first)
        taken += _walked(Settings(home=folder), chance, n)
    assert taken.total() > n_tries / 4
    if n_tries == 10_000:
        assert set(taken) == {key for key in DRAWN if key[0] and key[1] != "retention"}


def _walked(
    settings: Settings, chance: random.Random, n_tries: int
) -> Counter[tuple[str, str, str]]:
    now = START
    code = bring_to(settings, "flagged").code
    taken: Counter[tuple[str, str, str]] = Counter()
    for _ in range(n_tries):
        now += timedelta(hours=chance.randrange(24))
        before = read_process(settings)
        state = before.matters[code].state
        role, action = _try_from(chance, state)
        try:
            matter = step(settings, code, action, role=role, now=now)
        except ThanThienError:
            assert read_process(settings).events == before.events
            continue
        taken[state, role, action] += 1
        assert matter.state == DRAWN[state, role, action]
        after = read_process(settings)
        assert after.events[:-1] == before.events
        assert after.problem == ""
        assert passed_over(after) == ()
    return taken


def _try_from(chance: random.Random, state: str) -> tuple[str, str]:
    """A role and an action: half of them of an arrow from there, the others any."""
    arrows = [key for key in DRAWN if key[0] == state and key[2] != "withdraw"]
    if arrows and chance.random() < 0.5:
        return chance.choice(arrows)[1:]
    return chance.choice([*ROLES, "retention"]), chance.choice(ACTIONS)
