"""Ways to bring a matter into each state, and people who take steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.warehouse.process.conftest import PEOPLE, REMINDED
from warehouse.chain import Event, add_link, moment
from warehouse.matters.matters import Matter
from warehouse.matters.record import PROCESS, process_in
from warehouse.people.account_rows import Identity
from warehouse.process.act import open_matter, take_step
from warehouse.settings import Settings
from warehouse.stores.state import writing

START = datetime(2026, 11, 2, 3, tzinfo=UTC)
WAY = {
    "flagged": (),
    "checked": ("confirm",),
    "heard": ("confirm", "reply"),
    "decided": ("confirm", "reply", "decide"),
    "informed": ("confirm", "reply", "decide", "sign"),
    "closed": ("confirm", "reply", "decide", "sign", "close"),
    "withdrawn": ("withdraw",),
}
WHO = {
    "confirm": "steward",
    "withdraw": "steward",
    "reply": "officer",
    "note_silence": "leader",
    "decide": "leader",
    "sign": "officer",
    "note_unsigned": "leader",
    "close": "leader",
    "appeal": "officer",
}


def bring_to(settings: Settings, state: str, *, now: datetime = START) -> Matter:
    """Opens a matter and takes the steps to a state."""
    matter = open_matter(settings, REMINDED, by=PEOPLE["leader"], now=now)
    for action in WAY[state]:
        matter = step(settings, matter.code, action, now=now)
    assert matter.state == state
    return matter


def step(
    settings: Settings,
    code: str,
    action: str,
    *,
    role: str = "",
    days: int = 0,
    now: datetime = START,
    decision: str = "measure",
) -> Matter:
    """Takes one step as who may, or as somebody of another role."""
    who = role or WHO[action]
    return take_step(
        settings,
        code,
        action,
        by=PEOPLE.get(who) or Identity("x", "x", who),
        text="Đã trao đổi",
        decision=decision if action == "decide" else "",
        now=now + timedelta(days=days),
    )


def sign_step(settings: Settings, code: str, action: str, role: str) -> None:
    """Writes a step under the program's own key, whether an arrow allows it or not."""
    with writing(settings) as connection:
        record = process_in(settings, connection)
        unit_key = "91001@2025-07-01"
        named = (action, role, "reminders", unit_key)
        event = Event(record.next_seq, code, moment(START), *named, {})
        before = record.mac
        add_link(PROCESS, settings, connection, event, before_mac=before, actor="x")
