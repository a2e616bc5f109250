"""The plan of a wave: how many to ask, and what that will be able to say."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from dashboard import badge, blocks, coverage, numbers, states
from dashboard.failures import own_part
from dashboard.figures.caption import Caption, Mark
from dashboard.figures.detectable import detectable
from dashboard.rows import changes
from dashboard.rows.context import Page, current_page
from dashboard.rows.data import ask
from dashboard.views.plan.choices import chosen_request
from dashboard.views.plan.draw import show_draw
from dashboard.views.plan.keep import offer_to_keep, show_kept
from dashboard.views.plan.outlook import in_words, rows_of, show_outlooks
from dashboard.views.plan.sign import offer_to_sign
from warehouse.errors import PlanError
from warehouse.settings import Settings
from warehouse.waves.kept_plans import kept_plans
from warehouse.waves.plan import Plan, make_plan


def main(page: Page) -> None:
    """Draws the page."""
    words = page.words
    if page.scope.role != "front":
        states.no_rights(words)
        return
    st.title(words("plan.title"))
    st.html(f'<p class="tt-lead">{escape(words("plan.lead"))}</p>')
    request = chosen_request(page)
    if request is None:
        states.nothing_found(words, "no_waves")
        return
    try:
        with st.spinner(words("plan.working")):
            plan = make_plan(partial(ask, page), request)
    except PlanError as refusal:
        st.warning(refusal.in_words(page.lang))
        return
    _answer(page, plan)
    _units(page, plan)
    offer_to_keep(page, plan)
    show_kept(page)
    show_draw(page)
    offer_to_sign(page, kept_plans(Settings.from_environment()))


@own_part()
def _answer(page: Page, plan: Plan) -> None:
    """The province in a sentence, and what the figures rest on."""
    words = page.words
    sentence = in_words(page, plan)
    st.html(
        f'<section class="tt-verdict"><p>{escape(sentence)}</p>{_badge(page, plan)}'
        "</section>"
    )
    blocks.note(words(f"plan.response_from.{plan.response_is_from}"))
    if plan.left_out:
        names = ", ".join(page.units[key].name for key in plan.left_out)
        whom = "households" if plan.request.households else "returned"
        blocks.note(words(f"plan.left_out.{whom}", units=names))


def _badge(page: Page, plan: Plan) -> str:
    words = page.words
    n_all = len(plan.units) + len(plan.left_out)
    n = numbers.count(plan.province.n_forms, page.lang)
    since = plan.request.since
    return badge.badge(
        page,
        n=words("plan.n_forms", n=n),
        coverage=coverage.part_of(page, len(plan.units), n_all, "units_asked"),
        source=badge.asked_by(page, [since]),
        dates=words("plan.learnt_from", wave=changes.wave_text(page, since)),
    )


@own_part()
def _units(page: Page, plan: Plan) -> None:
    words = page.words
    title = words("plan.units_title")
    blocks.heading(title)
    rows = rows_of(page, plan)
    show_outlooks(page, rows, title)
    st.html(_badge(page, plan))
    with st.expander(words("plan.each_unit")):
        blocks.note(words("plan.table_note"))
        blocks.bullets(words("plan.each_unit"), [row["sentence"] for row in rows])
        blocks.note(words("plan.units_lead"))
        wanted = words(f"plan.purposes.{plan.request.wanted.purpose}")
        caption = Caption(
            title,
            [page.top.name, wanted],
            [Mark(words("plan.units_lead"))],
        )
        blocks.show_figure(detectable(rows, words, title=title), "plan", caption)


if __name__ == "__main__":
    main(current_page())
