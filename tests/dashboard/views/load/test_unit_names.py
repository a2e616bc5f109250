"""Names nobody knows: chosen on the page, confirmed, and the file is read again."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.views.load.test_changed import (
    NAMED,
    Home,
    Started,
    choose,
    understood,
)
from tests.dashboard.views.load.test_page import ACCOUNT, SEEN, button
from tests.dashboard.views.load.test_page import home_with_file as home_with_file
from warehouse.desk.inbox import write_card
from warehouse.desk.jobs import Job, write_job
from warehouse.settings import Settings

NAMES = {
    "texts": [["xa An Binhh", 3, ["91001"]], ["xã Mới", 1, []]],
    "units": {"91": "Tỉnh Thử", "91001": "Xã An Bình"},
}
CONFIRM = "Xác nhận tên gọi và đọc lại"


def test_the_nearest_is_offered_first_and_nothing_is_chosen(
    open_page: OpenPage, home_with_file: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = Started(monkeypatch)
    trial = {**ACCOUNT, "names": NAMES}
    understood(home_with_file, {**SEEN, "spec": NAMED, "trial": trial})
    app = open_page("steward", "load", at=home_with_file[0])
    assert button(app, CONFIRM).disabled
    box = next(b for b in app.selectbox if "«xa An Binhh» (3 ô)" in b.label)
    assert box.options[1:] == ["gần giống: Xã An Bình (91001)", "Tỉnh Thử (91)"]
    choose(app, "«xa An Binhh»", "Xã An Bình")
    button(app, CONFIRM).click().run()
    assert started.asked[0] == ("confirm_names", {"names": {"xa An Binhh": "91001"}})
    assert [act for act, _ in started.asked] == ["confirm_names", "understand"]


def test_of_a_loaded_file_the_refused_rows_are_read_again(
    open_page: OpenPage, home_with_file: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = Started(monkeypatch)
    home, card = home_with_file
    settings = Settings(home=home)
    write_card(settings, replace(card, status="loaded"))
    job = Job("20260101000001-00000000", "load", card.sha256, "chi", time.time())
    answer = {**ACCOUNT, "n_refused": 3, "names": NAMES}
    write_job(settings, replace(job, state="done", answer=answer))
    app = open_page("steward", "load", at=home)
    choose(app, "«xã Mới»", "Xã An Bình")
    button(app, CONFIRM).click().run()
    assert [act for act, _ in started.asked] == ["confirm_names", "read_again"]
