"""The frame around every page: language, banner, pages by role, source line."""

from __future__ import annotations

from functools import partial
from html import escape
from importlib import import_module
from urllib.parse import urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import address, blocks, dates, export_page, failures, releases, states
from dashboard.rows import access, asked_queries
from dashboard.rows.context import VIETNAM, Page, set_page
from dashboard.rows.if_built import may_ask
from dashboard.rows.missing_lists import missing_lists
from dashboard.rows.page_of import page_of
from dashboard.rows.search import show_search
from dashboard.views.load.guide import guide_link
from dashboard.views.own_verdict import show_own_verdict_line
from dashboard.views_by_role import View, views_of
from dashboard.words import LANGUAGES, Words, words_of
from warehouse.errors import DamagedError, DiskError, NothingPublishedError
from warehouse.people.account_rows import Identity, is_local_name
from warehouse.settings import Settings

_FIRST_RUN = "first_run"
# The first page of a menu stands there twice.
FIRST_PAGES = 2
LOADERS = ("front", "steward")
"""Who hands files over."""


def language() -> str:
    """The language in the address, else the one of the settings."""
    default = Settings.from_environment().lang
    return address.known("lang", LANGUAGES, default)[0]


def product_name(lang: str) -> str:
    """The product's name for the browser's title bar."""
    return words_of(lang)("product.name")


def show(lang: str) -> None:
    """Draws the page the address names, or the state that stands in its place."""
    words = words_of(lang)
    with failures.contained(words, "the frame"):
        _show(words)


def _show(words: Words) -> None:
    identity = access.current_identity()
    if identity is None:
        # One hidden page: no name of any other page reaches someone unknown.
        st.navigation(
            [st.Page(_empty_page, title=words("product.name"))], position="hidden"
        )
        states.signed_out(words)
        return
    try:
        page = page_of(identity, access.scope_of(identity), words)
    except NothingPublishedError:
        st.navigation(
            [st.Page(_empty_page, title=words("product.name"))], position="hidden"
        )
        _bar(identity, words)
        if identity.role not in LOADERS:
            states.no_data(words)
        else:
            states.begin_here(words, is_front=identity.role == "front")
            load_page = import_module("dashboard.views.load.page")
            load_page.show(identity, words)
            st.session_state[_FIRST_RUN] = True
        return
    except (DamagedError, DiskError):
        st.navigation(
            [st.Page(_empty_page, title=words("product.name"))], position="hidden"
        )
        _bar(identity, words)
        states.damaged(words, can_mend=identity.role == "steward")
        return
    views = views_of(identity.role)
    if not views:
        st.navigation(
            [st.Page(_empty_page, title=words("product.name"))], position="hidden"
        )
        _bar(identity, words)
        states.no_rights(words)
        return
    set_page(page)
    _run(page, views)


def _run(page: Page, views: list[View]) -> None:
    words = page.words
    pages = _pages(page, views)
    chosen = st.navigation(pages, position="top")
    if st.session_state.pop(_FIRST_RUN, False):
        # who has just published the first build goes on where he was
        st.switch_page("views/load/page.py")
    is_first = chosen in pages[:FIRST_PAGES]
    _bar(page.identity, words, first_use(words, page.scope.role) if is_first else "")
    show_search(page)
    if page.build.is_simulated:
        st.html(f'<div class="tt-simulated" role="note">{words("simulated")}</div>')
    _tell_stand_in(page)
    releases.tell_withheld(page)
    with failures.contained(words, "the lists that are missing"):
        _say_missing_lists(page)
    with failures.contained(words, "the unit's own verdict"):
        show_own_verdict_line(page)
    asked_queries.start()
    where = f"page {chosen.url_path!r}, role {page.scope.role}"
    with failures.contained(words, where):
        chosen.run()
    with failures.contained(words, f"the export of {where}"):
        export_page.offer(page)
    _tell_wrong_address(words)
    _foot(page)


def _title(page: Page, view: View) -> str:
    own = f"pages.{view.name}_{page.scope.role}"
    return page.words.or_else(own, page.words(f"pages.{view.name}"))


def _pages(page: Page, views: list[View]) -> list[StreamlitPage]:
    """The menu: the first page twice, as Streamlit gives a default page no path.

    Of the two, the one the reader is at is in the menu, where it is marked.
    """
    first = views[0]
    own_path = words_of("vi")(f"paths.{first.name}")
    is_at_root = urlsplit(st.context.url or "").path.strip("/") != own_path
    view_module = import_module(f"dashboard.views.{first.file}.page")
    by_path = st.Page(
        partial(view_module.main, page),
        title=_title(page, first),
        url_path=own_path,
        visibility="hidden" if is_at_root else "visible",
    )
    pages = [
        st.Page(
            f"views/{view.file}/page.py",
            title=_title(page, view),
            # A default page answers at the root alone.
            url_path=words_of("vi")(f"paths.{view.name if i else 'start'}"),
            default=i == 0,
            visibility="hidden" if i == 0 and not is_at_root else "visible",
        )
        for i, view in enumerate(views)
    ]
    return [by_path, *pages]


def _empty_page() -> None:
    """Stands where a page would be."""


def first_use(words: Words, role: str) -> str:
    """The first three steps of a role and where data come from, closed, in HTML."""
    title = escape(words("first_use.title"))
    steps = "".join(
        f"<li>{escape(words(f'first_use.{role}.{nth}'))}</li>" for nth in (1, 2, 3)
    )
    if role in LOADERS:
        data = guide_link(words)
    else:
        of_role = f"first_use.{role}.data"
        data = escape(words.or_else(of_role, words("first_use.data")))
    return (
        '<details class="tt-trust tt-first-use">'
        f"<summary>{title}</summary><ol>{steps}</ol><p>{data}</p></details>"
    )


def _bar(identity: Identity, words: Words, beside: str = "") -> None:
    with st.container(key="bar"):
        who, switch = st.columns([4, 1], vertical_alignment="center")
    with who:
        role = words(f"roles.{identity.role}")
        name = escape(identity.display_name)
        if is_local_name(identity.user_name):
            name = f'<a href="/password" target="_self">{name}</a>'
        sign_out = escape(words("login.sign_out"))
        product = escape(words("product.short"))
        st.html(
            '<div class="tt-trust">'
            f'<span class="tt-product"><b>{product}</b></span>'
            f"<span>{name}</span><span>{escape(role)}</span>"
            f'<span><a href="/logout" target="_self">{sign_out}</a></span></div>'
            f"{beside}"
        )
    with switch:
        address.choose(
            "lang",
            words("language"),
            LANGUAGES,
            default=words.lang,
            shown=lambda lang: words_of(lang)("language_name"),
            is_short=True,
            is_label_hidden=True,
        )


def _tell_stand_in(page: Page) -> None:
    """Says that a build before the published one is shown, and why."""
    build = page.build
    if build.instead_of:
        shown = dates.moment(build.published_at.astimezone(VIETNAM))
        st.warning(page.words("stands_in", published=shown))


def _say_missing_lists(page: Page) -> None:
    """Says on every page which list nobody delivered, and how to load it."""
    if may_ask(page, "missing_lists"):
        for line in missing_lists(page).values():
            blocks.note(line)


def _tell_wrong_address(words: Words) -> None:
    wrong = sorted(address.wrong_parameters())
    if wrong:
        named = ", ".join(words.or_else(f"parameters.{name}", name) for name in wrong)
        st.info(words("wrong_address", names=named))


def _foot(page: Page) -> None:
    words, build = page.words, page.build
    published = dates.moment(build.published_at.astimezone(VIETNAM))
    text = words(
        "source_line",
        as_of=dates.day(build.data_as_of),
        published=published,
        build=build.build_id,
    )
    st.html(f'<div class="tt-foot">{escape(text)}</div>')
