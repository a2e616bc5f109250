"""What the reader wants the wave to say, tied to the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast

import streamlit as st

from dashboard import address, numbers
from dashboard.rows import changes
from dashboard.rows.context import Page
from dashboard.views.plan.households import listed_households
from warehouse.rights import FRONT
from warehouse.statistics.sampling.plan_terms import Wanted
from warehouse.waves.plan import Request

PURPOSES = ("change", "level", "gap")
POINTS = ("2", "3", "5", "7", "10", "15")
LEVELS = ("unit", "province")
SPREADS = ("proportional", "neyman")
FORMS = ("needed", "1000", "2000", "4000", "6000", "8000", "12000", "20000")
RESPONSES = ("as_before", "90", "80", "70", "60", "50", "40")
EFFECTS = ("100", "120", "150", "200", "300")
MONTHS = ("1", "3", "6", "12")


def chosen_request(page: Page) -> Request | None:
    """The request the reader put together; None without a wave to learn from."""
    waves = [wave for wave in page.waves.values() if wave.stream != "service"]
    # The Front's own first, the latest first.
    waves.sort(key=lambda wave: str(wave.opened_on), reverse=True)
    waves.sort(key=lambda wave: (wave.owner != FRONT, wave.stream != "independent"))
    # one that is still asked has taught nothing yet
    waves.sort(key=lambda wave: wave.is_asked_after(page.build.data_as_of))
    if not waves:
        return None
    first, second = st.columns(2), st.columns(3)
    with first[0]:
        purpose = _short(page, "purpose", PURPOSES)
    with first[1]:
        since = address.choose(
            "since",
            page.words("plan.since"),
            [wave.code for wave in waves],
            default=waves[0].code,
            shown=lambda code: changes.wave_text(page, code),
        )
    with second[0]:
        points = _listed(page, "points", POINTS, "5", _in_points(page))
    with second[1]:
        level = _short(page, "reach", LEVELS)
    with second[2]:
        forms = _listed(page, "forms", FORMS, "needed", _in_forms(page))
    with st.expander(page.words("plan.more")):
        spread = _short(page, "spread", SPREADS)
        response = _listed(page, "response", RESPONSES, "as_before", _in_percent(page))
        effect = _listed(page, "effect", EFFECTS, "100", _as_factor(page))
        months = _listed(page, "months", MONTHS, "3", _in_months(page))
        households = listed_households(page)
    wanted = Wanted(
        cast(Literal["level", "change", "gap"], purpose),
        int(points) / 100,
        cast(Literal["unit", "province"], level),
        None if forms == "needed" else int(forms),
        cast(Literal["proportional", "neyman"], spread),
        design_effect=int(effect) / 100,
    )
    return Request(
        wave_code="",
        since=since,
        months=int(months),
        response=None if response == "as_before" else int(response) / 100,
        wanted=wanted,
        households=households,
    )


def _short(page: Page, name: str, options: tuple[str, ...]) -> str:
    return address.choose(
        name,
        page.words(f"plan.{name}"),
        options,
        default=options[0],
        shown=lambda value: page.words(f"plan.{name}s.{value}"),
        is_short=True,
    )


def _listed(
    page: Page,
    name: str,
    options: tuple[str, ...],
    default: str,
    shown: Callable[[str], str],
) -> str:
    label = page.words(f"plan.{name}")
    return address.choose(name, label, options, default=default, shown=shown)


def _in_points(page: Page) -> Callable[[str], str]:
    return lambda value: page.words("plan.in_points", n=value)


def _in_forms(page: Page) -> Callable[[str], str]:
    def shown(value: str) -> str:
        if value == "needed":
            return page.words("plan.as_needed")
        return page.words("plan.n_forms", n=numbers.count(int(value), page.lang))

    return shown


def _in_percent(page: Page) -> Callable[[str], str]:
    def shown(value: str) -> str:
        if value == "as_before":
            return page.words("plan.as_before")
        return numbers.percent(int(value) / 100, page.lang, digits=0)

    return shown


def _as_factor(page: Page) -> Callable[[str], str]:
    return lambda value: numbers.decimal(int(value) / 100, page.lang, digits=1)


def _in_months(page: Page) -> Callable[[str], str]:
    return lambda value: page.words("plan.n_months", n=value)
