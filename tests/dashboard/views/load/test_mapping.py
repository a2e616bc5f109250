"""The mapping of an unknown layout on the page."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.views.load.test_changed import Started, understood
from tests.dashboard.views.load.test_page import SEEN
from tests.dashboard.views.load.test_page import home_with_file as home_with_file
from warehouse.desk.inbox import Card
from warehouse.desk.jobs import Job, write_job
from warehouse.settings import Settings

PROPOSAL = {
    "sheet": "S",
    "sheets": ["S"],
    "alike": ["S"],
    "header_line": 1,
    "header_rows": 1,
    "title_days": [],
    "merged": [],
    "n_rows": 2,
    "kind": "home_request",
    "kinds": [
        {"kind": "home_request", "filled": [], "n_questions": 0, "missing": []},
    ],
    "headings": [],
    "columns": [],
    "questions": [],
    "item_codes": {},
    "scales": [],
    "personal": [],
    "aside": [],
}


def test_a_proposal_of_an_earlier_version_is_made_anew(
    open_page: OpenPage,
    home_with_file: tuple[Path, Card],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = Started(monkeypatch)
    started.answers["propose"] = PROPOSAL
    understood(home_with_file, {**SEEN, "spec": None})
    settings, sha256 = Settings(home=home_with_file[0]), home_with_file[1].sha256
    said = {"kind": "home_request"}
    old = Job("20250101000000-00000000", "propose", sha256, "chi", time.time(), said)
    write_job(settings, replace(old, state="done", answer={"kind": "home_request"}))
    app = open_page("steward", "load", at=home_with_file[0])
    assert not app.exception
    assert started.asked[0] == ("propose", said)
