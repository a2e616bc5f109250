"""The real pages behind the real gate: hostile words, the record, other hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from dashboard.views_by_role import VIEWS
from dashboard.words import words_of
from tests.dashboard.small.warehouse import changed, write_build
from tests.security.server import REPO, Server, running
from warehouse import audit
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.settings import Settings

pytestmark = pytest.mark.browser

OFFICER = "Nguyễn Thị An"  # of the unit the leader leads
PEOPLE = (
    Identity("front", "<b>Mặt trận</b>", "front"),
    Identity("leader", "Lãnh đạo", "leader", "91001"),
    Identity("steward", "Dữ liệu", "steward"),
    Identity("officer", "Cán bộ", "officer", None, "CB003"),
    Identity("ministry", "Bộ", "ministry"),
)
ROLE_NAMES = {"committee": "anna"} | {p.role: p.user_name for p in PEOPLE}
# Every page there is, once; at release size for every role that has it.
ALL_VISITS = [
    (ROLE_NAMES[role], view.name) for view in VIEWS for role in sorted(view.roles)
]
VISITS = [
    ("leader" if "officer" in view.roles else ROLE_NAMES[min(view.roles)], view.name)
    for view in VIEWS
]
MORE_VISITS = [visit for visit in ALL_VISITS if visit not in VISITS]
# Pages of counts alone, or with names in a table that is closed at first; where no
# file was handed over, the page for loading names nothing; where no matter is open, an
# officer and a steward have none to act on. A ministry reads a nation: in a province's
# home there is no unit for it.
COUNTS_ALONE = (
    {("anna", "officers"), ("leader", "independent"), ("ministry", "unit")}
    | {(ROLE_NAMES[role], "reviews") for role in ("committee", "front", "steward")}
    | {("officer", "decisions"), ("steward", "decisions")}
    | {(name, "load") for name in ROLE_NAMES.values()}
    | {(name, "petitions") for name in ROLE_NAMES.values()}
)
# Where a page's first part says the same whatever is loaded.
NAMES_STAND_ON = {"methods": "?aspect=rules"}
HOSTILE = (
    " <img src=x onerror=\"document.title='RAN'\">"
    "<script>document.title='RAN'</script>"
    "![x](http://outside.invalid/a.png) [y](javascript:alert(1)) $\\alpha$ :red[z]"
)
# Columns whose words come from files, in whatever table they stand.
WORDS = re.compile(r".*name.*|text_vi|position|reason|why|signed_by|title.*|note.*")
KEPT = {"dim_metrics"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real entry page over a build whose every name is hostile."""
    home = tmp_path_factory.mktemp("real")
    path = write_build(home)
    with changed(path) as connection:
        columns = connection.execute(
            "select table_name, column_name from duckdb_columns()"
            " where data_type = 'VARCHAR' and database_name = current_database()"
        ).fetchall()
        renamed = [c for c in columns if WORDS.fullmatch(c[1]) and c[0] not in KEPT]
        assert len(renamed) > 6
        for table, column in renamed:
            connection.execute(
                f"update {table} set {column} = {column} || $words",
                {"words": HOSTILE},
            )
    audit.record(
        Settings(home=home),
        actor=HOSTILE,
        action="export",
        subject=HOSTILE,
        detail={"reason": HOSTILE},
    )
    for person in PEOPLE:
        add_account(Settings(home=home), person, actor="t", must_change_password=False)
    with running(home, script=REPO / "dashboard" / "app.py") as server:
        yield server


def open_page(browser: Browser, server: Server, name: str, path: str) -> Page:
    context = browser.new_context()
    context.add_cookies(
        [{"name": "thanthien", "value": server.session(name), "url": server.url}]
    )
    page = context.new_page()
    page.goto(f"{server.url}/{path}")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    return page


@pytest.mark.parametrize(
    ("name", "view"),
    [*VISITS, *(pytest.param(*v, marks=pytest.mark.release) for v in MORE_VISITS)],
)
def test_hostile_names_run_nothing_and_fetch_nothing(
    browser: Browser, pages: Server, name: str, view: str
) -> None:
    path = words_of("vi")(f"paths.{view}") + NAMES_STAND_ON.get(view, "")
    context = browser.new_context()
    context.add_cookies(
        [{"name": "thanthien", "value": pages.session(name), "url": pages.url}]
    )
    page = context.new_page()
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text))
    page.goto(f"{pages.url}/{path}")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    # its last line: a page that has not begun is at rest, too
    page.locator(".tt-foot").wait_for(state="attached")
    page.wait_for_timeout(1000)
    if (name, view) not in COUNTS_ALONE:
        assert "onerror" in page.inner_text("body")
    own = (f"http://{pages.netloc}", f"ws://{pages.netloc}", "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert [text for text in refused if "Content Security Policy" in text] == []
    assert "RAN" not in page.title()
    assert page.locator("img[src='x']").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator("[data-testid=stException]").count() == 0
    context.close()


def test_a_view_of_officers_is_recorded_first(browser: Browser, pages: Server) -> None:
    before = len(audit.read_records(pages.settings, action="officer_view"))
    page = open_page(browser, pages, "leader", "can-bo")
    page.get_by_text(OFFICER).first.wait_for(state="attached")
    found = audit.read_records(pages.settings, action="officer_view")
    assert len(found) > before
    assert found[0].actor == "leader"
    assert audit.verify(pages.settings).is_intact
    page.context.close()


def test_what_cannot_be_recorded_is_not_shown(browser: Browser, pages: Server) -> None:
    pages.settings.audit_path.chmod(0o644)
    try:
        page = open_page(browser, pages, "leader", "can-bo")
        page.wait_for_timeout(1000)
        text = page.inner_text("body")
        page.context.close()
    finally:
        pages.settings.audit_path.chmod(0o600)
    assert OFFICER not in text
    assert "Traceback" not in text
    assert str(pages.settings.home) not in text
