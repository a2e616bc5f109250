"""The Front's desk on the page: its own files, signed at the button."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import PEOPLE, OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.views.load.test_changed import Home, Started
from tests.dashboard.views.load.test_page import ACCOUNT, SEEN, button
from tests.dashboard.views.load.test_page import home_with_file as home_with_file
from tests.dashboard.views.load.test_typed_row import field
from tests.warehouse.custody.front_desk import PASSPHRASE, key_file
from warehouse.builds.status import read_status
from warehouse.custody.front_key import front_key, open_key_text
from warehouse.custody.owners import Listed, record_owners
from warehouse.desk.desks import desk_of
from warehouse.desk.inbox import receive
from warehouse.desk.jobs import Job, jobs_dir, write_job
from warehouse.read import Reader
from warehouse.settings import Settings
from warehouse.statistics.sampling.plan_terms import Wanted
from warehouse.waves.kept_plans import keep_plan
from warehouse.waves.plan import Request, make_plan

FRONT = PEOPLE["front"]


@pytest.fixture
def fronts_file(home_with_file: Home) -> tuple[Path, str]:
    """The home with a file of the Front's that was understood; its digest."""
    copy, _ = home_with_file
    fronts = desk_of(Settings(home=copy), "front")
    with (copy / "phieu.csv").open("w+b") as content:
        content.write(b"a,b\n3,4\n")
        content.seek(0)
        card, _ = receive(fronts, "phiếu độc lập.csv", content, by="mat.tran")
    jobs_dir(fronts).mkdir()
    job = Job("20260101000000-00000001", "understand", card.sha256, "mat", time.time())
    answer = {**SEEN, "is_fronts": True}
    write_job(fronts, replace(job, state="done", answer=answer))
    return copy, card.sha256


def test_each_desk_sees_its_own_files(
    open_page: OpenPage, fronts_file: tuple[Path, str]
) -> None:
    copy, _ = fronts_file
    key_file(Settings(home=copy))
    fronts = html_of(open_page("front", "load", at=copy))
    assert "phiếu độc lập.csv" in fronts
    assert "hồ sơ.csv" not in fronts
    clerks = html_of(open_page("steward", "load", at=copy))
    assert "hồ sơ.csv" in clerks
    assert "phiếu độc lập.csv" not in clerks


def test_a_key_is_registered_once_it_was_kept_and_opens(
    open_page: OpenPage, fronts_file: tuple[Path, str]
) -> None:
    copy, _ = fronts_file
    settings = Settings(home=copy)
    app = open_page("front", "load", at=copy)
    assert "1. Giao tệp" not in html_of(app)
    for wrong in (("ngắn", "ngắn"), (PASSPHRASE, PASSPHRASE + "a")):
        typed_twice(app, *wrong)
        assert app.error
    typed_twice(app, PASSPHRASE, PASSPHRASE)
    assert front_key(settings) is None
    pem = app.session_state["drawn_up_key"]
    app.text_area(key="proof_key").input(pem)
    app.text_input(key="proof_passphrase").input("sai hẳn đi rồi")
    button(app, "Đăng ký khóa").click().run()
    assert front_key(settings) is None
    app.text_input(key="proof_passphrase").input(PASSPHRASE)
    button(app, "Đăng ký khóa").click().run()
    key = front_key(settings)
    assert key is not None
    assert key.public_key == open_key_text(pem.encode(), PASSPHRASE).public_key
    assert not key.is_demo
    assert "drawn_up_key" not in app.session_state
    assert key.public_key in html_of(app)
    assert "1. Giao tệp" in html_of(app)


def typed_twice(app: AppTest, first: str, again: str) -> None:
    app.text_input(key="new_passphrase").input(first)
    app.text_input(key="new_repeat").input(again)
    button(app, "Tạo tệp khóa").click().run()


def test_the_button_signs_with_a_key_that_opens(
    open_page: OpenPage, fronts_file: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, sha256 = fronts_file
    pem = key_file(Settings(home=copy)).read_text()
    told: list[tuple[str, str, str]] = []

    def start(
        settings: Settings,
        act: str,
        *,
        by: str,
        subject: str,
        said: object,
        secret: str,
    ) -> Job:
        told.append((settings.desk, act, secret))
        job = Job("20260101000001-00000000", act, subject, by, time.time())
        write_job(settings, replace(job, state="done", answer=ACCOUNT))
        return job

    monkeypatch.setattr("dashboard.views.load.desk.start_job", start)
    app = open_page("front", "load", at=copy)
    assert button(app, "Nạp").disabled
    app.text_area(key=f"load_{sha256}_key").input(pem)
    app.text_input(key=f"load_{sha256}_passphrase").input("sai hẳn").run()
    button(app, "Nạp").click().run()
    assert told == []
    assert any("khóa" in error.value for error in app.error)
    app.text_input(key=f"load_{sha256}_passphrase").input(PASSPHRASE).run()
    button(app, "Nạp").click().run()
    [(desk, act, secret)] = told
    assert (desk, act) == ("front", "load")
    assert json.loads(secret) == {"pem": pem, "passphrase": PASSPHRASE}


def test_what_is_the_clerks_has_no_button(
    open_page: OpenPage, fronts_file: tuple[Path, str]
) -> None:
    copy, sha256 = fronts_file
    key_file(Settings(home=copy))
    fronts = desk_of(Settings(home=copy), "front")
    job = Job("20260101000000-00000001", "understand", sha256, "mat", time.time())
    answer = {**SEEN, "is_fronts": False}
    write_job(fronts, replace(job, state="done", answer=answer))
    app = open_page("front", "load", at=copy)
    assert any("Người phụ trách số liệu nạp" in w.value for w in app.warning)
    assert "Nạp" not in [found.label for found in app.button]


@pytest.mark.parametrize(("role", "may_go_back"), [("front", False), ("steward", True)])
def test_both_publish_and_the_steward_alone_goes_back(
    open_page: OpenPage,
    fronts_file: tuple[Path, str],
    monkeypatch: pytest.MonkeyPatch,
    role: str,
    may_go_back: bool,
) -> None:
    key_file(Settings(home=fronts_file[0]))
    status = replace(read_status(Settings(home=fronts_file[0])), n_files=3)
    monkeypatch.setattr("dashboard.views.load.publish.read_status", lambda _: status)
    before = "dashboard.views.load.publish.build_before"
    monkeypatch.setattr(before, lambda _: status.pointer)
    app = open_page(role, "load", at=fronts_file[0], desk="publish")
    labels = " ".join(found.label for found in app.button)
    assert "Dựng và công bố" in labels
    assert ("Quay về" in labels) == may_go_back


def test_before_the_first_build_the_front_starts_here(
    open_page: OpenPage, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path / "home")
    settings.home.mkdir(mode=0o700)
    assert "Tạo khóa của Mặt trận" in str(open_page("front", at=settings.home).expander)
    key_file(settings)
    assert "1. Giao tệp" in html_of(open_page("front", at=settings.home))


def test_a_planned_wave_is_typed_in_before_the_front_types(
    open_page: OpenPage, fronts_file: tuple[Path, str]
) -> None:
    copy, _ = fronts_file
    settings = Settings(home=copy)
    key_file(settings)
    reader = Reader(settings)
    scope = reader.scope_of(FRONT)
    plan = make_plan(
        lambda name, **params: reader.run(name, scope, **params),
        Request("DL-2027-Q1", "A2026", wanted=Wanted(forms=900)),
    )
    keep_plan(settings, plan, by=FRONT)
    app = open_page("front", "load", at=copy, desk="missing")
    assert "kế hoạch đã lưu của đợt DL-2027-Q1" in html_of(app)
    assert field(app.text_input, "Mã đợt lấy phiếu *").value == "DL-2027-Q1"
    assert field(app.selectbox, "Bên phụ trách *").value == "front"
    assert field(app.selectbox, "Dòng phiếu *").value == "after"
    assert field(app.number_input, "Số phiếu dự kiến").value == 900
    record_owners(settings, [Listed("DL-2027-Q1", "front", "after", "ff")])
    app = open_page("front", "load", at=copy, desk="missing")
    assert field(app.text_input, "Mã đợt lấy phiếu *").value == ""


def test_its_desk_knows_the_forms_of_planned_waves(
    open_page: OpenPage, fronts_file: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, _ = fronts_file
    settings = Settings(home=copy)
    key_file(settings)
    reader = Reader(settings)
    scope = reader.scope_of(FRONT)
    request = Request("DL-2027-Q1", "A2026", wanted=Wanted(forms=900))
    plan = make_plan(lambda n, **params: reader.run(n, scope, **params), request)
    keep_plan(settings, plan, by=FRONT)
    started = Started(monkeypatch)
    app = open_page("front", "load", at=copy)
    button(app, "Đọc thử lại").click().run()
    [(act, said)] = started.asked
    assert act == "understand"
    assert "form_dl_2027_q1" in said["forms"][0]
