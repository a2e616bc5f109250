"""A unit: what to look at, late cases, before and after, month by month."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import address, blocks, dates, states
from dashboard.rows.context import Page, current_page
from dashboard.rows.missing_lists import missing_lists
from dashboard.rows.unit_choice import choose_unit
from dashboard.rows.units import Unit
from dashboard.views.kept_digest import show_kept_digest
from dashboard.views.petitions.ages import show_petitions
from dashboard.views.unit.by_month.months import show_months
from dashboard.views.unit.change import (
    show_change,
    show_own_verdict,
    show_questions,
    show_unit_groups,
)
from dashboard.views.unit.commitments import show_commitments
from dashboard.views.unit.comparison.provinces import show_provinces
from dashboard.views.unit.comparison.show import show_beside
from dashboard.views.unit.duties import show_duties
from dashboard.views.unit.first_five import show_today
from dashboard.views.unit.lateness import show_lateness
from dashboard.views.unit.letters import show_letters
from dashboard.views.unit.official_indices import show_official
from dashboard.views.unit.petitions import show_in_time
from dashboard.views.unit.readiness import show_readiness
from dashboard.views.unit.units_below import show_unit_table
from dashboard.words import words_of

PARTS: tuple[str, ...] = (
    "change",
    "questions",
    "groups",
    "table",
    "beside",
    "cases",
    "months",
    "official",
    "petitions",
    "letters",
    "duties",
    "commitments",
    "readiness",
)
# Who answers for the unit looks at the day first.
COMMITTEE_PARTS = (*PARTS[:3], "notes", *PARTS[3:])
LEADER_PARTS = ("today", *PARTS[3:4], *PARTS[5:], *PARTS[:3], "beside")
# Provinces side by side, then what each of them says as a whole.
NATION_PARTS = ("provinces", "months")
PROVINCE_PARTS = ("change", "questions", "months", "official")


def main(page: Page) -> None:
    """Draws the page."""
    words = page.words
    if not page.units:
        st.title(words("unit.title"))
        is_missing = "unit" in missing_lists(page)
        states.nothing_found(words, "no_unit_list" if is_missing else "no_units")
        return
    unit = choose_unit(page)
    # Not `st.title`, which reads Markdown: a name could fetch an outside image.
    st.html(f"<h1>{escape(unit.name)}</h1>")
    _crumbs(page, unit)
    # An old unit has no rows on today's map, and a new one none on the old.
    map_ = "today" if unit.is_current else "then"
    has_below = any(one.parent_key == unit.key for one in page.units.values())
    by_role = {"leader": LEADER_PARTS, "committee": COMMITTEE_PARTS}
    parts = by_role.get(page.scope.role, PARTS)
    if page.scope.role == "ministry":
        parts = NATION_PARTS if unit.level == "nation" else PROVINCE_PARTS
    parts = tuple(name for name in parts if name != "table" or has_below)
    part = address.choose(
        "part",
        words("unit.part"),
        parts,
        default=parts[0],
        shown=lambda name: words(f"unit.parts.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    _show(page, unit, map_, part)


def _show(page: Page, unit: Unit, map_: str, part: str) -> None:
    of_map = {
        "today": show_today,
        "notes": show_today,
        "table": show_unit_table,
        "provinces": show_provinces,
        "beside": show_beside,
        "cases": show_lateness,
        "months": show_months,
        "official": show_official,
        "letters": show_letters,
        "duties": show_duties,
        "commitments": show_commitments,
        "change": show_change,
        "questions": show_questions,
        "groups": show_unit_groups,
    }
    if part == "readiness":
        show_readiness(page, unit)
    elif part == "petitions":
        show_in_time(page, unit, map_)
        show_petitions(page, unit)
    else:
        of_map[part](page, unit, map_)
    # Below the day: what waits for the leader comes first, on a phone too.
    if part == "today":
        show_own_verdict(page, unit, map_)
        show_kept_digest(page)


def _crumbs(page: Page, unit: Unit) -> None:
    path = words_of("vi")("paths.unit")
    steps = []
    for key in unit.path[:-1]:
        if above := page.units.get(key):
            query = urlencode({"unit": key, "lang": page.lang})
            link = f'<a href="{path}?{escape(query)}" target="_self">'
            steps.append(f"<li>{link}{escape(above.name)}</a></li>")
    steps.append(f'<li aria-current="page">{escape(unit.name)}</li>')
    facts = []
    if unit.valid_to:
        until = dates.day(unit.last_day)
        facts.append(page.words("unit.until", day=until))
    if unit.model_start:
        facts.append(page.words("unit.model_since", day=dates.day(unit.model_start)))
    crumbs = f'<ul class="tt-crumbs">{"".join(steps)}</ul>' if len(steps) > 1 else ""
    st.html(f"{crumbs}{blocks.facts_line(facts)}")


if __name__ == "__main__":
    main(current_page())
