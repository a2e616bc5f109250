"""Signing in, out and being shown the door, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, Page

from tests.conftest import PATIENCE_MS
from tests.security.server import PASSWORD, Server, running
from warehouse import audit
from warehouse.people import accounts, sessions
from warehouse.people.account_rows import Identity
from warehouse.people.identity_map import map_claim
from warehouse.settings import Settings

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a profile of its own."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def sign_in(page: Page, server: Server, name: str, password: str = PASSWORD) -> None:
    page.goto(server.url)
    page.fill("#user_name", name)
    page.fill("#password", password)
    page.click("button[type=submit]")


def cookie_of(page: Page) -> str:
    cookies = {c["name"]: c["value"] for c in page.context.cookies()}
    return cookies.get("thanthien", "")


def test_a_revoked_session_ends_at_the_next_click(page: Page, server: Server) -> None:
    sign_in(page, server, "binh")
    page.get_by_text("BÍ MẬT của binh").wait_for()
    page.goto(f"{server.url}/?ky=2026-Q3")
    page.get_by_role("button", name="Bấm").click()
    page.get_by_text("Đã bấm").wait_for()
    sessions.revoke(server.settings, user_name="binh", actor="t")
    page.get_by_role("button", name="Bấm").click()
    page.get_by_text("Phiên làm việc đã kết thúc").wait_for()
    assert page.locator("input[name=next]").get_attribute("value") == "/?ky=2026-Q3"
    page.goto(server.url)
    assert "/login" in page.url
    assert "BÍ MẬT" not in page.content()


@pytest.mark.parametrize("button", ["Tải", "Lấy"])
def test_a_file_opens_in_the_session_it_was_made_for(
    page: Page, server: Server, button: str
) -> None:
    sign_in(page, server, "anna")
    page.get_by_text("BÍ MẬT của anna").wait_for()
    # a file made at the click has a name for one run of the page: at the very start
    # a second run may take it back, and the reader clicks again
    page.get_by_role("button", name="Bấm").click()
    page.get_by_text("Đã bấm").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    assert "BÍ MẬT" in download.value.path().read_text("utf-8")
    url = download.value.url
    assert "/media/" in url
    others = (server.session("anna"), server.session("binh"))
    with server.client() as client:
        assert client.get(url).status_code == 401
        for sid, status in ((cookie_of(page), 200), *((sid, 403) for sid in others)):
            client.cookies.set("thanthien", sid)
            answer = client.get(url)
            assert answer.status_code == status
            assert ("BÍ MẬT" in answer.text) == (status == 200)
            client.cookies.clear()


def test_a_wrong_password_says_nothing_about_the_name(
    page: Page, server: Server
) -> None:
    notices = []
    for name in ("anna", "khong-co"):
        sign_in(page, server, name, "sai mật khẩu")
        notices.append(page.get_by_role("alert").inner_text())
        assert cookie_of(page) == ""
    assert notices[0] == notices[1]
    assert "khóa 15 phút" in notices[0]


def test_a_page_reads_no_session_and_asks_no_other_host(
    page: Page, server: Server
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, server, "anna")
    page.get_by_text("BÍ MẬT của anna").wait_for()
    readable = page.evaluate("document.cookie + JSON.stringify({...localStorage})")
    assert cookie_of(page)
    assert cookie_of(page) not in readable
    page.wait_for_timeout(500)
    own = (f"http://{server.netloc}", f"ws://{server.netloc}", "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []


def test_signing_in_changes_a_planted_cookie(page: Page, server: Server) -> None:
    planted = server.session("chi")
    page.context.add_cookies(
        [{"name": "thanthien", "value": planted, "url": server.url}]
    )
    page.goto(f"{server.url}/login")
    page.fill("#user_name", "anna")
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.get_by_text("BÍ MẬT của anna").wait_for()
    assert cookie_of(page) != planted
    assert sessions.resolve(server.settings, planted) is None


def test_signing_out_ends_the_session_on_the_server(page: Page, server: Server) -> None:
    sign_in(page, server, "anna")
    page.get_by_text("BÍ MẬT của anna").wait_for()
    token = cookie_of(page)
    page.goto(f"{server.url}/logout")
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_text("Đã đăng xuất").wait_for()
    assert sessions.resolve(server.settings, token) is None
    assert cookie_of(page) == ""


def test_the_first_password_must_be_changed(page: Page, server: Server) -> None:
    settings = server.settings
    first = accounts.add_account(
        settings, Identity("moi", "Người mới", "steward"), actor="t"
    )
    sign_in(page, server, "moi", first)
    page.get_by_text("lần đăng nhập đầu tiên").wait_for()
    given = cookie_of(page)
    page.goto(server.url)
    assert page.url.endswith("/password")
    for new, repeat, notice in (
        ("ngắn", "ngắn", "Chưa đổi được"),
        (PASSWORD, PASSWORD + "x", "không giống nhau"),
    ):
        fill_change(page, first, new, repeat)
        page.get_by_text(notice).wait_for()
    fill_change(page, first, PASSWORD, PASSWORD)
    page.get_by_text("BÍ MẬT của moi").wait_for()
    assert cookie_of(page) != given
    assert sessions.find(settings, given) is None


def fill_change(page: Page, old: str, new: str, repeat: str) -> None:
    for name, value in (("old", old), ("new", new), ("repeat", repeat)):
        page.fill(f"#{name}", value)
    page.click("button[type=submit]")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_sign_in_page_is_vietnamese_and_fits(
    browser: Browser, server: Server, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{server.url}/login")
    assert page.locator("html").get_attribute("lang") == "vi"
    wide = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(wide)
    page.get_by_text("English").click()
    page.get_by_role("button", name="Sign in").wait_for()
    context.close()


# ------------------------------------------------------------- single sign-on


@pytest.fixture(scope="module")
def sso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that trusts a local provider; three people, one of them mapped."""
    home = tmp_path_factory.mktemp("sso")
    secret = home / "client.secret"
    secret.touch(mode=0o600)
    secret.write_text("bi-mat-cua-may-khach")
    people = [
        User(sub="lan", claims={"name": "Lan", "groups": ["lanh-dao-01234"]}),
        User(sub="minh", claims={"name": "Minh", "groups": ["khach"]}),
        User(sub="nam", claims={"name": "Nam"}),
    ]
    map_claim(
        Settings(home=home),
        "lanh-dao-01234",
        role="leader",
        unit_code="01234",
        actor="t",
    )
    with run_server_in_thread(user_claims=people) as provider:
        base = f"http://localhost:{provider.server_port}"
        env = {
            "THANTHIEN_OIDC_METADATA_URL": f"{base}/.well-known/openid-configuration",
            "THANTHIEN_OIDC_CLIENT_ID": "thanthien",
            "THANTHIEN_OIDC_CLIENT_SECRET_FILE": str(secret),
            "THANTHIEN_OIDC_NAME": "tỉnh",
        }
        with running(home, env=env) as started:
            yield started


def sign_in_at_provider(page: Page, server: Server, sub: str) -> None:
    page.goto(f"{server.url}/login")
    page.get_by_text("Đăng nhập một lần qua tỉnh").click()
    page.wait_for_url("**/oauth2/authorize**")
    page.fill("input[name=sub]", sub)
    page.locator("form:has(input[name=sub]) button").first.click()


def test_a_mapped_group_gets_in(page: Page, sso_server: Server) -> None:
    sign_in_at_provider(page, sso_server, "lan")
    page.get_by_text("leader 01234").wait_for()
    live = sessions.resolve(sso_server.settings, cookie_of(page))
    assert live is not None
    assert live.user_name.endswith("/lan")


@pytest.mark.parametrize("sub", ["minh", "nam", "stranger"])
def test_an_unmapped_person_gets_no_session(
    page: Page, sso_server: Server, sub: str
) -> None:
    sign_in_at_provider(page, sso_server, sub)
    page.get_by_text("chưa được cấp quyền").wait_for()
    assert cookie_of(page) == ""
    assert audit.read_records(sso_server.settings)[0].action == "sign_in_refused"


@pytest.mark.parametrize(
    "query",
    ["", "code=x", "code=x&state=y", "state=y", "error=access_denied&state=y"],
)
def test_a_forged_way_back_is_refused(sso_server: Server, query: str) -> None:
    with sso_server.client() as client:
        client.get("/login/sso/start")
        answer = client.get(f"/login/sso/callback?{query}")
    assert answer.status_code == 400
    assert "thanthien" not in answer.cookies
    assert "Traceback" not in answer.text


def leave_and_come_back(client: httpx.Client) -> str:
    """Starts at our side, signs in at the provider; returns the way back."""
    leaving = client.get("/login/sso/start").headers["location"]
    assert "code_challenge_method=S256" in leaving
    assert "nonce=" in leaving
    return httpx.post(leaving, data={"sub": "lan"}).headers["location"]


def test_a_way_back_counts_once(sso_server: Server) -> None:
    with sso_server.client() as client:
        back = leave_and_come_back(client)
        assert client.get(back).status_code == 303
        assert client.get(back).status_code == 400


def test_a_way_back_is_of_no_use_in_another_browser(sso_server: Server) -> None:
    with sso_server.client() as client, sso_server.client() as other:
        back = leave_and_come_back(client)
        other.get("/login/sso/start")
        answer = other.get(back)
    assert answer.status_code == 400
    assert "thanthien" not in answer.cookies
