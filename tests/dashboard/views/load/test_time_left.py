"""A build at work says how far it is, and about how long the rest takes."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.views.load.test_page import home_with_file as home_with_file
from warehouse.desk.inbox import Card
from warehouse.desk.jobs import Job, write_job
from warehouse.settings import Settings

SO_FAR_SECONDS = 15


@pytest.mark.parametrize(
    ("n_done", "left"),
    [
        (1, ""),
        (10, ", còn khoảng 3 phút"),
        (90, ", còn dưới một phút"),
    ],
)
def test_a_build_says_how_long_it_takes(
    open_page: OpenPage, home_with_file: tuple[Path, Card], n_done: int, left: str
) -> None:
    settings = Settings(home=home_with_file[0])
    begun = time.time() - SO_FAR_SECONDS
    job = Job("20260102000000-00000000", "build", "", "chi", begun, step="build")
    write_job(settings, replace(job, n_done=n_done, n_all=100))
    app = open_page("steward", "load", at=settings.home, desk="publish")
    assert not app.exception
    said = f"Đang dựng và kiểm (do chi bắt đầu): {n_done} trong 100 bước{left}"
    assert progress_texts(app) == [said]


def progress_texts(app: AppTest) -> list[str]:
    """What stands above the bars of progress."""
    return [element.proto.text for element in app.get("progress")]
