"""A digest says what the page says, names nobody, and tells what is new."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from argon2 import PasswordHasher
from typer.testing import CliRunner

from dashboard.digest import of_leader
from dashboard.digest.make import KEPT, MADE, NO_UNIT, make_digests
from dashboard.rows.first_five import Finding
from tests.dashboard.conftest import PEOPLE, OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import key
from tests.warehouse.custody.held_home import HELD, write_held
from tests.warehouse.desk.waiting import handed_over_at
from tests.warehouse.process.conftest import REMINDED
from tests.warehouse.reviews.walks import TEXT
from thanthien import app as commands
from warehouse import audit
from warehouse.desk.desks import CLERKS, desk_of
from warehouse.desk.inbox import receive
from warehouse.digests.addresses import set_address
from warehouse.digests.readers import ROLES
from warehouse.digests.record import (
    Digest,
    Message,
    digest_of,
    keep_digest,
    note_failure,
    note_sent,
    week_of,
)
from warehouse.people import passwords
from warehouse.people.accounts import Identity, add_account
from warehouse.process.act import open_matter
from warehouse.reviews.act import take_step
from warehouse.reviews.due import due_on
from warehouse.rights import FRONT
from warehouse.settings import Settings

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
WEEK = week_of(NOW)
LEADER = PEOPLE["leader"]
NOWHERE = Identity("xa.la", "Lãnh đạo xã lạ", "leader", unit_code="99999")
URL = "https://danhgia.example.vn"


@pytest.fixture
def at(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small build with a store of its own and people in it."""
    folder = shutil.copytree(home / "builds", tmp_path / "home" / "builds").parent
    return with_people(Path(folder), monkeypatch)


def with_people(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes a home the one of the process, with an account of each role."""
    # without a browser both are the process's own
    st.cache_data.clear()
    st.session_state.clear()
    monkeypatch.setenv("THANTHIEN_HOME", str(folder))
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    for by in (*PEOPLE.values(), NOWHERE):
        name, password = by.user_name, "mật khẩu thử nghiệm 1"
        assert add_account(Settings(home=folder), by, password=password, actor=name)
    return folder


@pytest.fixture
def made(at: Path) -> Callable[[str], Message]:
    def of(role: str) -> Message:
        list(make_digests(Settings(home=at), URL, now=NOW))
        found = digest_of(Settings(home=at), PEOPLE[role], WEEK)
        assert found is not None
        return found.message

    return of


def test_each_account_gets_one_a_week(at: Path) -> None:
    def run(now: datetime) -> dict[str, str]:
        found = make_digests(Settings(home=at), now=now)
        return {by.user_name: outcome for by, outcome in found}

    first = {"ban.chi.dao": MADE, "lanh.dao": MADE, "mat.tran": MADE, "xa.la": NO_UNIT}
    first["quan.tri"] = MADE
    assert run(NOW) == first
    assert set(run(NOW + timedelta(days=3)).values()) == {KEPT, NO_UNIT}
    assert run(NOW + timedelta(days=7)) == first


def test_a_leader_reads_the_five_things_of_the_page(
    made: Callable[[str], Message], open_page: OpenPage, at: Path
) -> None:
    message = made("leader")
    text = html_of(open_page("leader", "unit", at=at, unit=key("91001")))
    first = text[text.index('<ol class="tt-today">') :].split("</ol>")[0]
    things = [one.split("</p>")[0] for one in first.split("<li>")[1:]]
    # reviews stand in a part of their own
    things = [one for one in things if "Đánh giá kỳ" not in one]
    assert things
    own = message.text.split("Thư còn phải gửi")[0]
    for thing in things:
        n = thing.split("<b>")[1].split("<small>")[0]
        assert f" {n} " in own
    assert "MÔ PHỎNG" in message.text
    assert f"{URL}/don-vi?unit=91001" in message.text
    assert "Số liệu đến 31/10/2026" in message.html


def test_it_says_which_reviews_are_due(
    made: Callable[[str], Message], at: Path
) -> None:
    due = due_on(Settings(home=at), "2026-10")
    text = made("leader").text
    assert f"tháng 10/2026: quá hạn {due:%d/%m/%Y}, chưa gửi" in text


def test_nobody_is_named(
    made: Callable[[str], Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    low = Finding("officer_evidence", 1, "Lê Thị B", None, "Trần Văn A", "can-bo?x=CB9")
    late = Finding("cases_overdue", 3, "Lê Thị B", None, "", "don-vi?unit=1")
    monkeypatch.setattr(of_leader, "findings_of", lambda *_: [low, late])
    message = made("leader")
    said = f"{message.text}{message.html}{message.lines}"
    assert "Cán bộ có căn cứ cho thấy thấp" in said
    for name in ("Trần Văn A", "Lê Thị B", "CB9", "CB0"):
        assert name not in said


def test_markup_in_a_name_stays_text(
    made: Callable[[str], Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = Finding("flag_wrong", 2, "", None, "<script>x</script>", 'a"><img src=x>')
    monkeypatch.setattr(of_leader, "findings_of", lambda *_: [bad])
    html = made("leader").html
    assert "<script" not in html
    assert "<img" not in html


def test_who_asked_for_the_figures_is_on_record(
    made: Callable[[str], Message], at: Path
) -> None:
    made("leader")
    views = audit.read_records(Settings(home=at), action="officer_view")
    assert views
    # on whose behalf it was, and that it was not the leader who looked
    assert {view.actor for view in views} == {"digest:lanh.dao"}


def test_what_is_new_is_told_against_the_digest_before(
    at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=at)
    lines = {
        "cases_overdue": (5, "a"),
        "late_hidden": (2, "b"),
        "x": (1, "Việc đã xong"),
    }
    before = Message("", "", "", lines)
    keep_digest(settings, LEADER, WEEK - timedelta(days=14), before, build_id="b")
    found = [
        Finding("cases_overdue", 8),
        Finding("late_hidden", 2),
        Finding("late_strict", 4),
    ]
    monkeypatch.setattr(of_leader, "findings_of", lambda *_: found)
    list(make_digests(settings, now=NOW))
    kept = digest_of(settings, LEADER, WEEK)
    assert kept is not None
    said = {line.split(": ")[0]: line for line in kept.message.text.splitlines()}
    assert "(thêm 3)" in next(v for k, v in said.items() if "đang giải quyết" in k)
    assert "(như trước)" in next(v for k, v in said.items() if "sổ ghi đúng hẹn" in k)
    assert "(mới)" in next(v for k, v in said.items() if "trong 12 tháng" in k)
    assert "- Việc đã xong" in said
    assert "http" not in kept.message.text


def test_a_wave_that_waits_is_named_to_the_front_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_held(tmp_path / "held")
    folder = with_people(tmp_path / "held", monkeypatch)
    settings = Settings(home=folder)
    list(make_digests(settings, now=NOW))
    found = {role: digest_of(settings, PEOPLE[role], WEEK) for role in ROLES}
    front = found["front"]
    assert front is not None
    said = front.message.text
    assert "Chưa công bố: khảo sát độc lập (9/2026), kết thúc 01/09/2026" in said
    assert HELD not in said
    for role in ("leader", "committee", "steward"):
        other = found[role]
        assert other is not None
        heard = f"{other.message.text}{other.message.html}"
        assert HELD not in heard
        assert "khảo sát độc lập (9/2026)" not in heard


def test_the_front_hears_of_reviews_it_may_still_remark_on(
    at: Path, made: Callable[[str], Message]
) -> None:
    settings, when = Settings(home=at), datetime(2026, 11, 3, tzinfo=UTC)
    who = (("write", "leader"), ("submit", "leader"))
    for action, role in who:
        where = (settings, key("91001"), "2026-10", action)
        take_step(*where, by=PEOPLE[role], text=TEXT, now=when)
    assert "tháng 10/2026: 1 bản đã gửi" in made("front").text.lower()
    assert "Phần results" not in made("front").text


def test_the_steward_hears_of_what_goes_no_further_without_a_check(
    at: Path, made: Callable[[str], Message]
) -> None:
    """Reviews to be confirmed and matters to be checked, and of nobody's words."""
    settings, when = Settings(home=at), datetime(2026, 11, 3, tzinfo=UTC)
    for action in ("write", "submit"):
        where = (settings, key("91001"), "2026-10", action)
        take_step(*where, by=LEADER, text=TEXT, now=when)
    open_matter(settings, REMINDED, by=LEADER, now=when)
    said = made("steward").text
    assert "tháng 10/2026: 1 bản đã gửi, chờ xác nhận số liệu" in said.lower()
    assert "Việc đã mở, chờ kiểm tra số liệu: 1" in said
    for word in ("Phần results", "CB001", "Nguyễn Thị An"):
        assert word not in said
    assert "xác nhận số liệu" not in made("committee").text


def test_the_committee_hears_counts(made: Callable[[str], Message]) -> None:
    text = made("committee").text
    assert "đơn vị quá hạn chưa gửi" in text
    assert "CB0" not in text


@pytest.mark.parametrize(
    ("role", "view"),
    [
        ("leader", "unit"),
        ("committee", "overview"),
        ("front", "independent"),
        ("steward", "quality"),
    ],
)
def test_it_is_on_the_page_where_its_reader_begins(
    made: Callable[[str], Message], open_page: OpenPage, at: Path, role: str, view: str
) -> None:
    def open_(as_role: str) -> tuple[list[str], str]:
        app = open_page(as_role, view, at=at)
        assert not app.exception
        return [one.label for one in app.expander], html_of(app)

    label = "Bản tin tuần từ 23/11/2026"
    assert label not in open_(role)[0]
    message = made(role)
    labels, text = open_(role)
    assert label in labels
    assert message.html in text
    assert "Chưa gửi thư: bản tin ở trên trang này." in text
    settings = Settings(home=at)
    kept = digest_of(settings, PEOPLE[role], WEEK)
    assert isinstance(kept, Digest)
    note_failure(settings, kept, "connect")
    assert "không nối được máy chủ thư" in open_(role)[1]
    note_sent(settings, kept, now=NOW)
    assert "Đã gửi thư lúc 25/11/2026 09:00." in open_(role)[1]


def test_the_command_says_what_became_of_each(
    at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = CliRunner().invoke(commands, ["digest"])
    assert run.exit_code == 0
    assert "lanh.dao: đã lập bản tin" in run.output
    set_address(Settings(home=at), "lanh.dao", "a@tinh.vn", actor="t")
    values = {"HOST": "127.0.0.1", "FROM": "b@tinh.vn", "SECURITY": "none", "PORT": "1"}
    for name, value in values.items():
        monkeypatch.setenv(f"THANTHIEN_SMTP_{name}", value)
    run = CliRunner().invoke(commands, ["digest"])
    assert run.exit_code == 11
    assert "lanh.dao: bản tin tuần này đã có; không nối được máy chủ thư" in run.output
    run = CliRunner().invoke(commands, ["digest", "--no-send", "--json"])
    assert run.exit_code == 0
    assert '"lanh.dao": "kept"' in run.output


def test_the_steward_and_the_front_hear_of_files_nobody_loads(
    made: Callable[[str], Message], at: Path
) -> None:
    """Each of its own desk: how many, how soon the first goes, and no name."""
    files = {CLERKS: ("a", "b"), FRONT: ("m",)}
    for desk, names in files.items():
        there = desk_of(Settings(home=at), desk)
        for days, name in enumerate(names):
            content = io.BytesIO(name.encode())
            card, _ = receive(there, f"don ong {name}.csv", content, by="chi")
            handed_over_at(there, card, NOW - timedelta(days=70 + days))
    said = made("steward").text
    assert "Tệp chờ nạp: 2" in said
    assert "Sắp bị xóa khỏi hộp nhận vì chưa ai nạp: 2" in said
    assert "tệp sớm nhất còn 19 ngày" in said
    assert "don ong" not in said
    assert "Tệp chờ nạp: 1" in made("front").text
    assert "Tệp chờ nạp" not in made("committee").text
