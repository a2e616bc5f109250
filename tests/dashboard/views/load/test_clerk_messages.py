"""A refusal at the desk speaks of lines and columns, not of the keys of a layout."""

from __future__ import annotations

import re

import pytest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.views.load.test_changed import Home, understood
from tests.dashboard.views.load.test_page import ACCOUNT, SEEN
from tests.dashboard.views.load.test_page import home_with_file as home_with_file
from warehouse.messages import for_clerks, message_in, phrases

KEY = re.compile(r"\bread\.[a-z]")


@pytest.mark.parametrize("step", [en for en in phrases() if KEY.search(en)])
@pytest.mark.parametrize("thing", ["read.header_line", "read.delimiter", "a.csv"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_key_of_a_layout_is_shown(step: str, thing: str, lang: str) -> None:
    written = f"{thing} = 'auto': the row of headings is not certain → {step}"
    said = for_clerks(message_in(written, lang))
    assert not KEY.search(said)
    assert "auto" not in said


@pytest.mark.parametrize("step", [en for en in phrases() if KEY.search(en)])
def test_what_to_do_is_a_place_on_the_page_or_a_person(step: str) -> None:
    said = for_clerks(message_in(f"a.csv: it cannot be read → {step}", "vi"))
    if not KEY.match(step):  # the name of a key alone is no step
        places = ("trang Nạp số liệu", "giao lại", "quản trị hệ thống")
        assert any(place in said for place in places), said


def test_an_account_names_no_key_either(
    open_page: OpenPage, home_with_file: Home
) -> None:
    key = "xem dòng tên cột (trong tệp mẫu đọc: read.header_line)"
    told = {"vi": key, "en": key}
    fault = {"n": 1, "column": "Ngày", "examples": [], "vi": ["sai", key]}
    trial = {**ACCOUNT, "notices": [told], "refused": [fault]}
    understood(home_with_file, {**SEEN, "trial": trial})
    said = html_of(open_page("steward", "load", at=home_with_file[0]))
    assert said.count("xem dòng tên cột") == 2
    assert not KEY.search(said)


def test_what_is_said_in_words_stays() -> None:
    plain = "a.csv = '0 tables': a file must hold a table (any) → deliver it again"
    assert for_clerks(plain) == plain
