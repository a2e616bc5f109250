"""The Front's waves of the simulated province: released, waiting, and in the field."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from warehouse.builds.published import published_build
from warehouse.custody.front_waves import front_waves, release
from warehouse.demo_accounts import demo_signer
from warehouse.people.account_rows import Identity
from warehouse.read import reader_of
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.waves.draw_wave import Ask, draw_wave
from warehouse.waves.kept_draws import keep_draw
from warehouse.waves.kept_plans import keep_plan, kept_plans
from warehouse.waves.plan import Request, make_plan
from warehouse.waves.signed_designs import sign_designs
from warehouse.words import words_of


def release_demo_waves(settings: Settings) -> None:
    """Releases the Front's waves but the last independent one that is closed, and one
    still in the field: all states are seen.

    Raises:
        NothingPublishedError: There is nothing to show yet.
    """
    build = published_build(settings)
    if not build.is_simulated:
        return
    words = words_of(settings.lang)
    front = Identity("mattran", words("demo_accounts.front"), FRONT)
    waiting = [wave for wave in front_waves(settings) if wave.waits]
    signer = demo_signer(settings)
    new = [wave for wave in waiting if wave.release is None]
    is_open = {
        wave.code
        for wave in new
        if wave.closed_on and build.data_as_of and wave.closed_on > build.data_as_of
    }
    closed = [
        w.code for w in new if w.stream == "independent" and w.code not in is_open
    ]
    kept = {*closed[-1:], *is_open}
    for wave in (wave for wave in waiting if wave.code not in kept):
        release(settings, wave.code, by=front, signer=signer)


def keep_running_wave(
    settings: Settings, wave_code: str, frame: Path, *, since: str
) -> None:
    """Keeps the plan and the draw of a wave in the field, signed; once.

    Args:
        settings: Names the home.
        wave_code: The wave.
        frame: The list of dossiers it was drawn from.
        since: The wave before it.

    Raises:
        ThanThienError: It cannot be planned or drawn.
    """
    request = Request(wave_code, since)
    ask = Ask(wave_code, seed=wave_code, takes_all=True)
    keep_demo_draw(settings, request, ask, frame)


def keep_demo_draw(
    settings: Settings,
    request: Request,
    asked: Ask,
    frame: Path | None,
    *,
    drawn_on: date | None = None,
) -> None:
    """Keeps the plan and the draw of a wave, signed; once.

    Args:
        settings: Names the home.
        request: What the plan is asked.
        asked: What the draw is asked.
        frame: The list it was drawn from; None of visits.
        drawn_on: Day of the draw; None = the last day of the data.

    Raises:
        ThanThienError: It cannot be planned or drawn.
    """
    wave_code = request.wave_code
    if any(plan.wave_code == wave_code for plan in kept_plans(settings)):
        return
    name = words_of(settings.lang)("demo_accounts.front")
    front = Identity("mattran", name, FRONT)
    reader = reader_of(settings)
    ask = partial(
        reader.run, scope=reader.scope_of_account(user_id=front.user_name, role=FRONT)
    )
    plan = make_plan(ask, request)
    keep_plan(settings, plan, by=front)
    draw = draw_wave(
        settings,
        asked,
        ask("units").rows,
        frame,
        today=drawn_on or plan.data_as_of or date.today(),
        days_of=lambda month: ask("calendar_days", month=month).rows,
    )
    keep_draw(settings, draw, by=front)
    sign_designs(settings, wave_code, by=front, signer=demo_signer(settings))
