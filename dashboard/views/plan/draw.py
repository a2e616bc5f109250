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
from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.waves.contact_book import contact_book
from warehouse.waves.draw import Draw
from warehouse.waves.draw_table import KeptDraw
from warehouse.waves.draw_wave import Ask, draw_wave, window_of
from warehouse.waves.interviewer_assignment import Listed, deal, interviewers_of
from warehouse.waves.interviewer_lists import make_lists
from warehouse.waves.kept_draws import keep_draw, kept_draw
from warehouse.waves.kept_plans import KeptPlan, kept_plans
from warehouse.words import words_of

MOST_MB = 200
TYPES = ("xlsx", "xls", "ods", "csv", "tsv", "txt", "zip")


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
        words("plan.wave_code"),
        list(plans),
        default=next(iter(plans)),
        shown=str,
    )
    plan = plans[code]
    try:
        offer_forms(page, plan)
        _draw_form(page, plan)
    except ThanThienError as refusal:
        st.error(refusal.in_words(page.lang))


def _draw_form(page: Page, plan: KeptPlan) -> None:
    words = page.words
    first, last = window_of(plan)
    blocks.note(words("plan.draw_window", first=dates.day(first), last=dates.day(last)))
    known = kept_draw(Settings.from_environment(), plan.wave_code, plan.edition)
    if known is not None:
        at = datetime.fromisoformat(known.drawn_at).astimezone(VIETNAM)
        n = numbers.count(sum(known.drawn.values()), page.lang)
        said = {"n": n, "by": known.drawn_by, "at": dates.moment(at)}
        blocks.note(words("plan.drawn_before", **said))
    # what is done once more is asked for seldom
    again = st.expander(words("plan.draw_again")) if known else st.container()
    with again, st.form("draw_wave"):
        export = st.file_uploader(
            words("plan.draw_export", mb=MOST_MB),
            type=TYPES,
            max_upload_size=MOST_MB,
            key="draw_export",
        )
        people = st.text_area(
            words("plan.interviewers"), placeholder=words("plan.interviewers_help")
        )
        has_names = st.checkbox(words("plan.draw_names"))
        takes_all = st.checkbox(words("plan.draw_all"))
        is_sent = st.form_submit_button(words("plan.draw_now"))
    if not is_sent or export is None:
        return
    settings = Settings.from_environment()
    named = interviewers_of(people.splitlines())
    request = Ask(plan.wave_code, takes_all=takes_all)
    units = ask(page, "units").rows
    today = datetime.now(VIETNAM).date()
    content, name = export.getvalue(), export.name
    with tempfile.TemporaryDirectory(prefix="thanthien-") as folder:
        path = written(folder, name, content)
        draw = draw_wave(settings, request, units, path, today=today)
    lists = deal(draw, named)
    kept = keep_draw(settings, draw, by=page.identity)
    _show(page, draw, kept)
    st.download_button(
        words("plan.take_lists", n=numbers.count(len(lists), page.lang)),
        # made at the click, after its record
        partial(zipped, page, draw, lists, (name, content) if has_names else None),
        file_name=f"{plan.wave_code}_danh_sach.zip",
        mime="application/zip",
        on_click="ignore",
        type="primary",
        key="lists_zip",
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
    words, lang = page.words, page.lang

    def count(n: int) -> str:
        return numbers.count(n, lang)

    names = {unit.code: unit.name for unit in page.units.values() if unit.is_current}
    at = datetime.fromisoformat(kept.drawn_at).astimezone(VIETNAM)
    st.success(
        words(
            "plan.drawn",
            drawn=count(sum(len(unit.drawn) for unit in draw.units)),
            replacements=count(sum(len(unit.replacements) for unit in draw.units)),
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
        st.warning(words("plan.draw_short", units=short))
    if draw.frame.elsewhere:
        n = count(sum(n for _, n in draw.frame.elsewhere))
        units = ", ".join(text for text, _ in draw.frame.elsewhere[:10])
        st.warning(words("plan.draw_elsewhere", n=n, units=units))
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

    def number(name: str) -> Column:
        heading = words(f"plan.draw_columns.{name}")
        return Column(heading, lambda row: count(row[name]), is_number=True)

    counts = ("population", "n_wanted", "n_drawn", "n_replacements")
    columns = (
        Column(words("tables.name"), lambda row: str(row["name"])),
        *map(number, counts),
    )
    show_table(rows, columns, words("plan.drawn_table"))
