"""Only who loads files, prints letters or draws a wave may send any."""

from __future__ import annotations

import pytest

from tests.security.server import Server
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account

PATH = "/_stcore/upload_file/no-such-session/no-such-file"


def sent_by(server: Server, user_name: str) -> int:
    """The answer to a file sent by somebody who is signed in."""
    with server.client() as client:
        client.cookies.set("thanthien", server.session(user_name))
        return client.put(PATH, files={"file": ("x.csv", b"a,b\n")}).status_code


@pytest.mark.parametrize("name", ["anna", "chi"])
def test_nobody_else_may_send_a_file(server: Server, name: str) -> None:
    assert sent_by(server, name) == 404


def test_a_leader_reaches_the_door_of_uploads(server: Server) -> None:
    assert sent_by(server, "binh") in (400, 403)


def test_the_steward_reaches_the_door_of_uploads(server: Server) -> None:
    steward = Identity("dung", "Dung", "steward")
    add_account(server.settings, steward, must_change_password=False, actor="t")
    # Streamlit refuses for want of a page that waits for it; the gate has let it by
    assert sent_by(server, "dung") in (400, 403)


def test_the_front_reaches_the_door_of_uploads(server: Server) -> None:
    front = Identity("phuong", "Phương", "front")
    add_account(server.settings, front, must_change_password=False, actor="t")
    assert sent_by(server, "phuong") in (400, 403)
