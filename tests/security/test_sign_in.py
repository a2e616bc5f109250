"""Signing in: forms, targets and wrong tries, over HTTP."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pyotp
import pytest

from dashboard.server.login import local_path
from tests.security.server import PASSWORD, Server
from warehouse.people import accounts, second_factor, sessions
from warehouse.people.account_rows import Identity


def test_a_large_form_is_refused(server: Server) -> None:
    with server.client() as client:
        answer = client.post("/login", data={"user_name": "a" * 100_000})
    assert answer.status_code == 413
    assert "dài hơn mọi biểu mẫu" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path", ["/\\evil.invalid", "//evil.invalid", "/a\nb", "evil", "", "/" * 501]
)
def test_a_path_that_leads_elsewhere_is_replaced(path: str) -> None:
    assert local_path(path) == "/"
    assert local_path("/can-bo?ky=2026-Q3") == "/can-bo?ky=2026-Q3"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.invalid/",
        "//evil.invalid/",
        "/\\evil.invalid",
        "javascript:alert(1)",
        "/%0d%0aset-cookie:x=1",
        "\t//evil.invalid",
        "http:evil.invalid",
    ],
)
def test_signing_in_leads_nowhere_else(server: Server, target: str) -> None:
    form = {"user_name": "anna", "password": PASSWORD, "next": target}
    with server.client() as client:
        answer = client.post("/login", data=form)
    location = answer.headers["location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "\n" not in location


def test_eight_wrong_tries_shut_out_the_right_password(server: Server) -> None:
    accounts.add_account(
        server.settings,
        Identity("dich", "Đích", "steward"),
        password=PASSWORD,
        must_change_password=False,
        actor="t",
    )
    with server.client() as client:
        answers = [
            client.post("/login", data={"user_name": "dich", "password": password})
            for password in [*(["sai"] * 8), PASSWORD]
        ]
    assert [answer.status_code for answer in answers] == [401] * 9
    assert len({answer.text for answer in answers}) == 1
    assert not [answer for answer in answers if "set-cookie" in answer.headers]


def test_signing_in_by_form_opens_a_session(server: Server) -> None:
    token = server.sign_in("anna")
    found = sessions.resolve(server.settings, token)
    assert found is not None
    assert found.user_name == "anna"


def test_a_person_turns_a_second_factor_on_and_off(server: Server) -> None:
    accounts.add_account(
        server.settings,
        Identity("hai.lop", "Hai lớp", "front"),
        password=PASSWORD,
        must_change_password=False,
        actor="t",
    )
    with server.client() as client:
        assert client.get("/password/code").headers["location"] == "/login"
        client.cookies.set("thanthien", server.sign_in("hai.lop"))
        page = client.get("/password/code").text
        assert "<svg" in page
        [secret] = re.findall(r'name="secret" value="(\w+)"', page)
        maker = pyotp.TOTP(secret)
        form = {"password": "sai", "secret": secret, "code": maker.now()}
        assert client.post("/password/code", data=form).status_code == 400
        form |= {"password": PASSWORD}
        assert client.post("/password/code", data=form).status_code == 303
        page = client.get("/password/code?on=1").text
        assert "<svg" not in page
        assert secret not in page

        client.cookies.clear()
        door = {"user_name": "hai.lop", "password": PASSWORD}
        assert client.post("/login", data=door).status_code == 401
        old = {**door, "code": form["code"]}
        assert client.post("/login", data=old).status_code == 401
        new = {**door, "code": maker.generate_otp(maker.timecode(_now()) + 1)}
        answer = client.post("/login", data=new)
        assert answer.status_code == 303

        client.cookies.clear()
        client.cookies.set("thanthien", answer.cookies["thanthien"])
        off = {"password": PASSWORD, "code": new["code"]}
        answer = client.post("/password/code", data=off)
        assert answer.status_code == 400, answer.headers
        assert second_factor.has_second_factor(server.settings, "hai.lop")


def _now() -> datetime:
    return datetime.now(UTC)
