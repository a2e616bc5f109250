"""Digests reach a real SMTP server once; what fails is said and tried again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests.warehouse.digests.mail_server import (
    PASSWORD,
    USER,
    MailServer,
    serving,
    write_certificate,
)
from warehouse import audit
from warehouse.digests import send
from warehouse.digests.addresses import set_address
from warehouse.digests.mail_settings import MailSettings
from warehouse.digests.readers import waiting
from warehouse.digests.record import Message, digest_of, keep_digest, week_of
from warehouse.digests.send import send_digests
from warehouse.errors import ThanThienError
from warehouse.people import passwords
from warehouse.people.accounts import Identity, add_account
from warehouse.settings import Settings

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
WEEK = week_of(NOW)
LEADER = Identity("lanh.dao", "Lãnh đạo", "leader", unit_code="91001")
OTHER = Identity("lanh.dao.2", "Lãnh đạo 2", "leader", unit_code="91002")
MESSAGE = Message(
    "Bản tin tuần: Phường Đông Ngạc", "Năm việc\n", "<p>Năm việc</p>", {"a": (2, "Hai")}
)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home with two leaders, their addresses and digests."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    found = Settings(home=tmp_path / "home")
    found.home.mkdir()
    for by in (LEADER, OTHER):
        add_account(found, by, password="mật khẩu thử nghiệm 1", actor="test")
        set_address(found, by.user_name, f"{by.user_name}@tinh.example.vn", actor="t")
        keep_digest(found, by, WEEK, MESSAGE, build_id="b1", now=NOW)
    return found


@pytest.fixture
def mail_of(tmp_path: Path) -> Callable[[MailServer], MailSettings]:
    def made(server: MailServer, password: str = PASSWORD) -> MailSettings:
        is_signed = server.security != "none"
        return MailSettings(
            host="127.0.0.1",
            sender="banchidao@tinh.example.vn",
            security=server.security,
            port=server.port,
            user=USER if is_signed else "",
            password=password if is_signed else "",
            ca_file=str(server.certificate),
            timeout=10,
        )

    return made


@pytest.fixture
def server(tmp_path: Path) -> MailServer:
    return MailServer(*write_certificate(tmp_path))


MailOf = Callable[..., MailSettings]


def outcomes(settings: Settings, mail: MailSettings) -> dict[str, str]:
    found = send_digests(settings, mail, waiting(settings, WEEK))
    return {one.user_name: one.outcome for one in found}


@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
def test_each_digest_arrives_once(
    settings: Settings, server: MailServer, mail_of: MailOf, security: str
) -> None:
    server.security = security
    with serving(server):
        both = {"lanh.dao": "sent", "lanh.dao.2": "sent"}
        assert outcomes(settings, mail_of(server)) == both
        assert outcomes(settings, mail_of(server)) == {}
    assert len(server.got) == 2
    mail = server.got[0]
    assert mail["Subject"] == "Bản tin tuần: Phường Đông Ngạc"
    assert mail["To"] == "lanh.dao@tinh.example.vn"
    bodies = {part.get_content_type(): part.get_content() for part in mail.iter_parts()}
    assert bodies["text/plain"].strip() == "Năm việc"
    assert bodies["text/html"].strip() == "<p>Năm việc</p>"
    is_secret = security != "none"
    assert server.secret == [(is_secret, is_secret)] * 2
    sent = audit.read_records(settings, action="digest_sent")
    assert {record.subject for record in sent} == {"lanh.dao", "lanh.dao.2"}


def test_an_unknown_certificate_gets_no_mail(
    settings: Settings, server: MailServer, mail_of: MailOf, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other, _ = write_certificate(tmp_path / "other")
    with serving(server):
        mail = mail_of(server)
        stranger = MailSettings(**{**vars(mail), "ca_file": str(other)})
        assert set(outcomes(settings, stranger).values()) == {"tls"}
        assert server.got == []
        assert set(outcomes(settings, mail).values()) == {"sent"}


def test_a_server_without_starttls_gets_nothing(
    settings: Settings, server: MailServer, mail_of: MailOf
) -> None:
    server.security = "none"
    with serving(server):
        mail = MailSettings(**{**vars(mail_of(server)), "security": "starttls"})
        assert set(outcomes(settings, mail).values()) == {"tls"}
    assert server.got == []


@pytest.mark.parametrize(
    ("refused", "failure"),
    [("RCPT", "recipient"), ("MAIL", "sender"), ("DATA", "refused")],
)
def test_a_refusal_is_kept_and_tried_again(
    settings: Settings,
    server: MailServer,
    mail_of: MailOf,
    refused: str,
    failure: str,
) -> None:
    server.refuses = {refused}
    with serving(server):
        assert set(outcomes(settings, mail_of(server)).values()) == {failure}
        kept = digest_of(settings, LEADER, WEEK)
        assert kept is not None
        assert (kept.failure, kept.n_tries, kept.sent_at) == (failure, 1, None)
        server.refuses = set()
        assert set(outcomes(settings, mail_of(server)).values()) == {"sent"}
    kept = digest_of(settings, LEADER, WEEK)
    assert kept is not None
    assert (kept.failure, kept.n_tries) == ("", 2)
    assert kept.sent_at is not None


def test_a_wrong_password_is_tried_once_a_run(
    settings: Settings, server: MailServer, mail_of: MailOf
) -> None:
    with serving(server):
        wrong = mail_of(server, "sai")
        assert set(outcomes(settings, wrong).values()) == {"sign_in"}
    tries = [digest_of(settings, by, WEEK) for by in (LEADER, OTHER)]
    assert [one.n_tries for one in tries if one] == [1, 0]


def test_no_server_at_all_is_said(settings: Settings, server: MailServer) -> None:
    nobody = MailSettings("127.0.0.1", "a@b.vn", "none", port=1, timeout=2)
    assert set(outcomes(settings, nobody).values()) == {"connect"}


def test_a_server_that_hangs_up_gets_it_again(
    settings: Settings, server: MailServer, mail_of: MailOf
) -> None:
    server.hangs_up_after = "DATA"
    with serving(server):
        assert "sent" not in outcomes(settings, mail_of(server)).values()
        server.hangs_up_after = ""
        assert set(outcomes(settings, mail_of(server)).values()) == {"sent"}


KILLED = """
import os, signal, sys
from warehouse.digests import send
from warehouse.digests.mail_settings import MailSettings
from warehouse.digests.readers import waiting
from warehouse.settings import Settings
from pathlib import Path
from datetime import date

def die(*_args, **_named):
    os.kill(os.getpid(), signal.SIGKILL)

send.note_sent = die
home, port, ca, week = sys.argv[1:]
mail = MailSettings("127.0.0.1", "banchidao@tinh.example.vn", "starttls", int(port),
                    "thanthien", "mat-khau-thu", ca, 10)
settings = Settings(home=Path(home))
list(send.send_digests(settings, mail, waiting(settings, date.fromisoformat(week))))
"""


def test_a_kill_between_server_and_record_loses_nothing(
    settings: Settings, server: MailServer, mail_of: MailOf
) -> None:
    with serving(server):
        arguments = [str(settings.home), str(server.port), str(server.certificate)]
        run = subprocess.run(
            [sys.executable, "-c", KILLED, *arguments, WEEK.isoformat()],
            check=False,
            env=os.environ,
        )
        assert run.returncode == -signal.SIGKILL
        assert set(outcomes(settings, mail_of(server)).values()) == {"sent"}
        assert outcomes(settings, mail_of(server)) == {}
    to = [mail["To"] for mail in server.got]
    assert to == ["lanh.dao@tinh.example.vn"] * 2 + ["lanh.dao.2@tinh.example.vn"]
    # a copy is known as one
    assert server.got[0]["Message-ID"] == server.got[1]["Message-ID"]
    assert server.got[1]["Message-ID"] != server.got[2]["Message-ID"]


@pytest.mark.parametrize(
    ("values", "thing"),
    [
        ({"FROM": "nobody"}, "THANTHIEN_SMTP_FROM"),
        ({"SECURITY": "ssl"}, "THANTHIEN_SMTP_SECURITY"),
        ({"SECURITY": "none"}, "THANTHIEN_SMTP_SECURITY"),
        ({"PORT": "smtp"}, "THANTHIEN_SMTP_PORT"),
        ({"USER": "a"}, "THANTHIEN_SMTP_PASSWORD_FILE"),
        ({"CA_FILE": "/nowhere"}, "THANTHIEN_SMTP_CA_FILE"),
    ],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], thing: str
) -> None:
    good = {"HOST": "mail.tinh.vn", "FROM": "a@tinh.vn"}
    for name, value in {**good, **values}.items():
        monkeypatch.setenv(f"THANTHIEN_SMTP_{name}", value)
    with pytest.raises(ThanThienError, match=thing):
        MailSettings.from_environment()


def test_settings_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert MailSettings.from_environment() is None
    secret = tmp_path / "secret"
    secret.touch(mode=0o600)
    secret.write_text("bi mat\n", encoding="utf-8")
    values = {
        "HOST": "mail.tinh.vn",
        "FROM": "a@tinh.vn",
        "SECURITY": "tls",
        "USER": "a",
        "PASSWORD_FILE": str(secret),
    }
    for name, value in values.items():
        monkeypatch.setenv(f"THANTHIEN_SMTP_{name}", value)
    found = MailSettings.from_environment()
    assert found == MailSettings("mail.tinh.vn", "a@tinh.vn", "tls", 465, "a", "bi mat")
    secret.chmod(0o644)
    with pytest.raises(ThanThienError, match="secret"):
        MailSettings.from_environment()


def test_a_bug_in_sending_is_not_hidden(
    settings: Settings,
    server: MailServer,
    mail_of: MailOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise TypeError("bug")

    monkeypatch.setattr(send, "message_of", broken)
    with pytest.raises(TypeError):
        outcomes(settings, mail_of(server))
