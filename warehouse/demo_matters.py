"""A matter of the simulated province that went its whole way, from flag to closed."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from warehouse.builds.published import published_build
from warehouse.chain import VIETNAM
from warehouse.demo_accounts import demo_people
from warehouse.matters.record import read_process
from warehouse.people.account_rows import Identity
from warehouse.process.act import open_matter, take_step
from warehouse.process.evidence import Measure, measures_now
from warehouse.process.queue import to_open
from warehouse.settings import Settings
from warehouse.words import words_of

# Days before the measure that the matter ended in, as its register dates it.
OPENED = 40
STEPS = (
    ("confirm", "steward", 36),
    ("reply", "officer", 30),
    ("decide", "leader", 22),
    ("sign", "officer", 15),
    ("close", "leader", -20),
)


def keep_demo_matter(settings: Settings) -> None:
    """Takes the steps about one officer of the demo's leader; once.

    The officer was reminded often and then got a measure, so that this one stands in
    the registers with its steps, beside others without.

    Raises:
        NothingPublishedError: There is nothing to show yet.
        ProcessError: A step is not allowed.
    """
    if not published_build(settings).is_simulated or read_process(settings).events:
        return
    people = {one.role: one for one in demo_people(settings)}
    leader = people.get("leader")
    found = _with_measure(settings, leader) if leader else None
    if not leader or found is None:
        return
    evidence, measure = found
    code = measure.officer_code
    # not the officer who signs in: somebody of the same office
    people["officer"] = Identity("canbo.khac", "", "officer", None, code)

    def moment(days: int) -> datetime:
        day = measure.given_on - timedelta(days=days)
        return datetime.combine(day, time(9), tzinfo=VIETNAM)

    words = words_of(settings.lang)
    matter = open_matter(settings, evidence, by=leader, now=moment(OPENED))
    for action, role, days in STEPS:
        has_words = action in ("reply", "decide")
        matter = take_step(
            settings,
            matter.code,
            action,
            by=people[role],
            text=words(f"demo_matter.{action}") if has_words else "",
            decision="measure" if action == "decide" else "",
            now=moment(days),
        )


def _with_measure(settings: Settings, leader: Identity) -> tuple[str, Measure] | None:
    """Evidence about an officer of the leader whom a measure was given after it."""
    given = {one.officer_code: one for one in measures_now(settings)}
    for one in to_open(settings, leader):
        measure = given.get(one.officer_code)
        if one.kind != "reminders" or measure is None:
            continue
        if measure.given_on.isoformat() > one.period:
            return one.name, measure
    return None
