"""Signing in: forms, targets and wrong tries, over HTTP."""

from __future__ import annotations

import pytest

from dashboard.server.login import local_path
from tests.security.server import PASSWORD, Server
from warehouse.people import accounts, sessions
from warehouse.people.account_rows import Identity


def test_a_large_form_is_refused(server: Server) -> None:
    with server.client() as client:
        answer = client.post("/login", data={"user_name": "a" * 100_000})
    assert answer.status_code in (413, 500)
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
