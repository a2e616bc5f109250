"""No page of any role has a serious fault for people with disabilities."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboard.views_by_role import VIEWS
from dashboard.words import words_of
from tests.browser.conftest import NARROW, WIDE, OpenAs

pytestmark = pytest.mark.browser

GRAVE = {"serious", "critical"}
ROLES = sorted({role for view in VIEWS for role in view.roles})


def paths_of(role: str) -> list[str]:
    """Paths of every page in a role's menu."""
    words = words_of("vi")
    return [words(f"paths.{view.name}") for view in VIEWS if role in view.roles]


@pytest.mark.parametrize("role", ROLES)
def test_no_page_has_a_serious_fault(open_as: OpenAs, role: str) -> None:
    faults = {}
    for i, path in enumerate(paths_of(role)):
        # Each page once, wide and narrow in turn: every page is wide for some role.
        page = open_as(role, path, width=NARROW if i % 2 else WIDE)
        found = Axe().run(page).response["violations"]
        grave = [
            (v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in GRAVE
        ]
        if grave:
            faults[path] = grave
        page.close()
    assert faults == {}
