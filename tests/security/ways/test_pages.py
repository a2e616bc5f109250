"""No page, report, slide or digest tells anything of a survey that waits."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
import streamlit as st

from dashboard.report.files import OFFERED, report_file
from dashboard.server import page_session
from dashboard.views.independent import page as independent
from dashboard.views.load import page as load
from dashboard.views.methods import page as methods
from dashboard.views.overview import page as overview
from dashboard.views.quality import page as quality
from dashboard.views.supervision import page as supervision
from dashboard.views.unit import page as unit
from dashboard.views_by_role import VIEWS
from tests.dashboard.page_html import entered, html_of
from tests.security.ways.test_commands import said
from warehouse.people.account_rows import Identity
from warehouse.read import Reader
from warehouse.reviews.visible_reviews import figures_for_report
from warehouse.rights import FRONT
from warehouse.settings import Settings

PEOPLE = {
    "committee": Identity("ban.chi.dao", "Ban Chỉ đạo", "committee"),
    "leader": Identity("lanh.dao", "Lãnh đạo", "leader", unit_code="U1"),
    "steward": Identity("quan.tri", "Quản trị", "steward"),
}
PARTS = {
    "overview": ("aspect", overview.PARTS),
    "unit": ("part", unit.PARTS),
    "independent": ("section", independent.SECTIONS),
    "supervision": ("section", supervision.SECTIONS),
    "quality": ("checked", quality.SECTIONS),
    "methods": ("aspect", methods.PARTS),
    "load": ("part", load.PARTS),
}
PERIODS = ("2023-Q2", "2023-H2", "2023-11", "2023")


def _pages() -> Iterator[tuple[str, str, str]]:
    for view in VIEWS:
        for role in sorted(view.roles & PEOPLE.keys()):
            name, parts = PARTS.get(view.file, ("", ("",)))
            yield from ((view.file, role, f"{name}={part}") for part in parts)


def _same_for_all(text: str, settings: Settings) -> str:
    """The text without the name and the moments of its build."""
    build = Reader(settings).build().build_id
    text = text.replace(build, "BUILD").replace(str(settings.home), "HOME")
    text = re.sub(r"\d\d/\d\d/\d{4} \d\d:\d\d(:\d\d)?", "MOMENT", text)
    return re.sub(r"\d{4}-\d\d-\d\d[T ][\d:.+]+Z?", "MOMENT", text)


@pytest.mark.parametrize(("view", "role", "part"), list(_pages()))
def test_a_page_is_the_same_whatever_waits(
    waiting: tuple[Settings, Settings],
    monkeypatch: pytest.MonkeyPatch,
    view: str,
    role: str,
    part: str,
) -> None:
    monkeypatch.setattr(page_session, "current_identity", lambda settings: PEOPLE[role])
    name, _, value = part.partition("=")
    query = {name: value} if name else {}
    shown = []
    for settings in waiting:
        st.cache_data.clear()
        monkeypatch.setenv("THANTHIEN_HOME", str(settings.home))
        app = entered(view, query)
        assert not app.exception
        options = [str(box.options) for box in app.selectbox]
        shown.append(_same_for_all("\n".join([html_of(app), *options]), settings))
    st.cache_data.clear()
    assert len(shown[0]) > 500
    assert shown[0] == shown[1]


@pytest.mark.parametrize("kind", OFFERED)
@pytest.mark.parametrize("role", ["committee", "leader"])
def test_a_report_is_the_same_whatever_waits(
    waiting: tuple[Settings, Settings],
    monkeypatch: pytest.MonkeyPatch,
    role: str,
    kind: str,
) -> None:
    code = "P" if role == "committee" else "U1"
    for period in PERIODS:
        told = []
        for settings in waiting:
            monkeypatch.setenv("THANTHIEN_HOME", str(settings.home))
            facts, review = figures_for_report(settings, PEOPLE[role], code, period)
            content = report_file(settings, PEOPLE[role], facts, review, kind)
            told.append(_same_for_all(_text(content), settings))
        assert len(told[0]) > 500
        assert told[0] == told[1]


def _text(content: bytes) -> str:
    """All parts of an office file that say something."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "\n".join(
            file.read(name).decode("utf-8")
            for name in sorted(file.namelist())
            if name.endswith(".xml") and "docProps" not in name
        )


def test_a_digest_is_the_same_whatever_waits(
    waiting: tuple[Settings, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [
        _same_for_all(said(settings, monkeypatch, "digest", "--no-send"), settings)
        for settings in waiting
    ]
    assert told[0] == told[1]


def test_the_front_sees_more_on_its_pages(
    waiting: tuple[Settings, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is compared above can differ."""
    front = Identity("mattran", "Mặt trận", FRONT)
    monkeypatch.setattr(page_session, "current_identity", lambda settings: front)
    shown = []
    for settings in waiting:
        st.cache_data.clear()
        monkeypatch.setenv("THANTHIEN_HOME", str(settings.home))
        app = entered("independent", {"section": "asked"})
        shown.append(_same_for_all(html_of(app), settings))
    st.cache_data.clear()
    assert shown[0] != shown[1]
