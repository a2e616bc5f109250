"""Drawing a planned wave from the office's own list.

The list is in memory while it is asked for; reading needs a file, so it lies in a
private folder of the system's for those seconds.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard import address, blocks, dates, numbers
from dashboard.failures import own_part
from dashboard.rows.context import VIETNAM, Page
from dashboard.rows.data import ask
from dashboard.tables import Column, show_table
from dashboard.views.plan.forms import archive_of, offer_forms
from dashboard.views.plan.frame_fields import chosen_kind, frame_fields, frame_note
from dashboard.views.plan.plan_name import plan_name
from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.waves.contact_book import contact_book
from warehouse.waves.draw import Draw
from warehouse.waves.draw_table import KeptDraw
from warehouse.waves.draw_wave import Ask, draw_wave
from warehouse.waves.interviewer_assignment import Listed, deal, interviewers_of
from warehouse.waves.interviewer_lists import make_lists
from warehouse.waves.kept_draws import keep_draw, kept_draw
from warehouse.waves.kept_plans import KeptPlan, kept_plans
from warehouse.waves.sampling_frame import LISTED, RETURNED
from warehouse.words import words_of


@own_part()
def show_draw(page: Page) -> None:
    """The form and the draw of one kept plan; nothing before a plan is kept."""
    plans = {plan.wave_code: plan for plan in kept_plans(Settings.from_environment())}
    if not plans:
        return
    words = page.words
    blocks.heading(words("plan.draw_title"), words("plan.draw_lead"))
    code = address.choose(
        "drawn",
        words("plan.wave"),
        list(plans),
        default=next(iter(plans)),
        shown=lambda one: plan_name(page, plans[one]),
    )
    plan = plans[code]
    # forms stand first on the page but know the draw, which may be made just now
    above, below = st.container(), st.container()
    for place, part in ((below, _draw_form), (above, offer_forms)):
        with place:
            try:
                part(page, plan)
            except ThanThienError as refusal:
                st.error(refusal.in_words(page.lang))


def _draw_form(page: Page, plan: KeptPlan) -> None:
    words = page.words
    known = kept_draw(Settings.from_environment(), plan.wave_code, plan.edition)
    kind = chosen_kind(page, known, plan)
    if known is None:
        frame_note(page, kind, plan)
    else:
        at = datetime.fromisoformat(known.drawn_at).astimezone(VIETNAM)
        n = numbers.count(sum(known.drawn.values()), page.lang)
        said = {"n": n, "by": known.drawn_by, "at": dates.moment(at)}
        again_from = "list" if kind in LISTED else "visits"
        blocks.note(words(f"draw_frames.drawn_before.{again_from}", **said))
    # what is done once more is asked for seldom
    again = st.expander(words("plan.draw_again")) if known else st.container()
    if known is not None:
        with again:
            frame_note(page, kind, plan)
    with again, st.form("draw_wave"):
        fields = frame_fields(page, kind, known)
        people = st.text_area(
            words("plan.interviewers"), placeholder=words("plan.interviewers_help")
        )
        has_names = kind == RETURNED and st.checkbox(words("plan.draw_names"))
        takes_all = st.checkbox(words("plan.draw_all"), key="draw_takes_all")
        is_sent = st.form_submit_button(words("plan.draw_now"))
    if not is_sent or not fields.is_complete:
        return
    named = interviewers_of(people.splitlines())
    request = Ask(
        plan.wave_code,
        since=fields.since,
        until=fields.until,
        takes_all=takes_all,
        frame_kind=kind,
        visits=fields.visits,
    )
    draw = drawn(page, request, fields.file)
    lists = deal(draw, named)
    kept = keep_draw(Settings.from_environment(), draw, by=page.identity)
    _show(page, draw, kept)
    st.download_button(
        words("plan.take_lists", n=numbers.count(len(lists), page.lang)),
        # made at the click, after its record
        partial(zipped, page, draw, lists, fields.file if has_names else None),
        file_name=f"{plan.wave_code}_danh_sach.zip",
        mime="application/zip",
        on_click="ignore",
        type="primary",
        key="lists_zip",
    )


def drawn(page: Page, request: Ask, file: tuple[str, bytes] | None) -> Draw:
    """The draw of a wave by its plan, made now or made again.

    Args:
        page: The frame of this run.
        request: What is asked of it.
        file: Name and content of the list it is drawn from; None of visits.

    Raises:
        ThanThienError: It is refused.
    """
    settings = Settings.from_environment()
    units = ask(page, "units").rows
    today = datetime.now(VIETNAM).date()
    with tempfile.TemporaryDirectory(prefix="thanthien-") as folder:
        return draw_wave(
            settings,
            request,
            units,
            written(folder, *file) if file else None,
            today=today,
            days_of=lambda month: ask(page, "calendar_days", month=month).rows,
        )


def written(folder: str, name: str, content: bytes) -> Path:
    """A file handed over, in a private folder for the seconds it is read."""
    path = Path(folder) / Path(name).name
    path.write_bytes(content)
    return path


def zipped(
    page: Page,
    draw: Draw,
    lists: dict[str, list[Listed]],
    names_from: tuple[str, bytes] | None,
) -> bytes:
    """The lists of interviewers, on record with the day they are destroyed, and the
    book their attempts are kept in.

    Args:
        page: The frame of this run.
        draw: What was drawn.
        lists: Interviewer, or unit, → lines.
        names_from: Name and content of the office's list, for names in the lists.
    """
    unit_names = {unit.code: unit.name for unit in page.units.values()}
    with tempfile.TemporaryDirectory(prefix="thanthien-") as folder:
        books = make_lists(
            Settings.from_environment(),
            draw,
            lists,
            unit_names,
            words_of(page.lang),
            by=page.identity.user_name,
            names_from=written(folder, *names_from) if names_from else None,
        )
    return archive_of([*books, contact_book(draw, lists, words_of(page.lang))])


def _show(page: Page, draw: Draw, kept: KeptDraw) -> None:
    words, lang, kind = page.words, page.lang, draw.frame.kind

    def count(n: int) -> str:
        return numbers.count(n, lang)

    names = {unit.code: unit.name for unit in page.units.values() if unit.is_current}
    at = datetime.fromisoformat(kept.drawn_at).astimezone(VIETNAM)
    st.success(
        words(
            f"draw_frames.drawn.{kind}",
            drawn=count(sum(len(unit.drawn) for unit in draw.units)),
            replacements=count(sum(len(unit.replacements) for unit in draw.units)),
            ballots=count(draw.n_drawn),
            n=count(len(draw.frame.rows)),
            by=kept.drawn_by,
            at=dates.moment(at),
            day=dates.day(draw.destroy_by),
        )
    )
    blocks.note(
        words(
            "plan.drawn_digests",
            seed=draw.seed,
            frame=draw.frame.sha256[:12],
            sha256=kept.sha256[:12],
        )
    )
    if draw.short:
        short = ", ".join(names.get(u.unit_code, u.unit_code) for u in draw.short)
        st.warning(words("draw_frames.short", units=short))
    if draw.frame.elsewhere:
        n = count(sum(n for _, n in draw.frame.elsewhere))
        units = ", ".join(text for text, _ in draw.frame.elsewhere[:10])
        st.warning(words("draw_frames.elsewhere", n=n, units=units))
    rows = [
        {
            "name": names.get(unit.unit_code, unit.unit_code),
            "population": unit.population,
            "n_wanted": unit.n_wanted,
            "n_drawn": len(unit.drawn),
            "n_replacements": len(unit.replacements),
        }
        for unit in draw.units
    ]

    shown = "visits" if draw.visits else "list"

    def number(name: str) -> Column:
        heading = words(f"draw_frames.columns.{shown}.{name}")
        return Column(heading, lambda row: count(row[name]), is_number=True)

    counts = ("population", "n_wanted", "n_drawn", "n_replacements")
    columns = (
        Column(words("tables.name"), lambda row: str(row["name"])),
        *map(number, counts),
    )
    show_table(rows, columns, words("plan.drawn_table"))
