"""The practice home on the page: marked on every part, apart from the real one."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.dashboard.conftest import PEOPLE, OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.views.load.test_changed import Home, Started
from tests.dashboard.views.load.test_page import button
from tests.dashboard.views.load.test_page import home_with_file as home_with_file
from warehouse.builds.pointer import read_pointer
from warehouse.builds.status import read_status
from warehouse.desk.inbox import receive
from warehouse.desk.jobs import Job, jobs_dir, write_job
from warehouse.desk.practice import practice_home, start_practice, started_on
from warehouse.settings import Settings
from warehouse.stores.copies import make_folder

STEWARD = PEOPLE["steward"].user_name


def test_it_is_begun_marked_and_thrown_away(
    open_page: OpenPage, home_with_file: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    Started(monkeypatch)
    home, card = home_with_file
    app = open_page("steward", "load", at=home, home="practice")
    assert "Một kho trống của riêng bạn" in html_of(app)
    assert card.name not in html_of(app)
    button(app, "Mở kho tập dượt").click().run()
    there = practice_home(Settings(home=home), STEWARD)
    assert started_on(there) is not None
    tried, _ = receive(there, "thử.csv", io.BytesIO(b"x,y\n1,2\n"), by=STEWARD)
    for part in ("files", "publish", "missing"):
        shown = html_of(
            open_page("steward", "load", at=home, home="practice", desk=part)
        )
        assert "TẬP DƯỢT. Kho riêng của bạn" in shown
        assert card.name not in shown
        assert (tried.name in shown) == (part == "files")
    real = html_of(open_page("steward", "load", at=home, home="real"))
    assert card.name in real
    assert tried.name not in real
    assert "TẬP DƯỢT" not in real
    app = open_page("steward", "load", at=home, home="practice")
    button(app, "Bỏ hết").click().run()
    assert started_on(there) is None
    assert button(app, "Mở kho tập dượt")


def test_a_build_there_says_what_it_changed_as_a_real_one_does(
    open_page: OpenPage, home_with_file: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = home_with_file
    there = start_practice(Settings(home=home), by=STEWARD)
    make_folder(jobs_dir(there))
    # in the real home nothing was built yet
    shutil.move(home / "builds", there.home / "builds")
    pointer = read_pointer(there)
    answer = {
        "build_id": pointer.build_id,
        "n_tests": 3,
        "seconds": 2,
        "failures": [],
        "n_new": {"case": 7},
        "rules_before": [],
    }
    begun = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    job = Job("20260101000000-00000000", "build", "", STEWARD, begun, state="done")
    write_job(there, replace(job, answer=answer))
    status = replace(read_status(there), n_files=1)  # its raw is not here
    monkeypatch.setattr("dashboard.views.load.publish.read_status", lambda _: status)
    app = open_page("steward", at=home, home="practice", desk="publish")
    assert not app.exception
    shown = html_of(app)
    assert "Bản ghi mới" in shown
    assert "Số đã công bố nay đổi" in shown
    assert "Không số nào đã công bố bị đổi" not in shown
    assert "Dấu hiệu cần xem, mới có ở bản này" in shown
    assert "asked_on_this_page" not in app.session_state  # no export of it


def test_nobody_else_has_one_there(open_page: OpenPage, home_with_file: Home) -> None:
    app = open_page("committee", at=home_with_file[0], home="practice")
    assert "Tập dượt" not in html_of(app)
