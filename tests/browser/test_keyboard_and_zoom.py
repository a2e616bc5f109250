"""A page without a mouse shows where it is; one at 200 % cuts nothing off."""

from __future__ import annotations

import pytest

from dashboard.views_by_role import VIEWS
from dashboard.words import words_of
from tests.browser.conftest import NARROW, WIDE, OpenAs
from tests.browser.steps import assert_fits

pytestmark = pytest.mark.browser

N_STEPS, N_STEPS_AT_EVERY_RUN = 30, 12
# Whether what has the focus looks otherwise than the same element without it.
LOOKS_FOCUSED = """
async () => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const settled = () => new Promise((done) => setTimeout(done, 250));
  const parts = [one];
  while (parts.length < 7 && parts.at(-1).parentElement)
    parts.push(parts.at(-1).parentElement);
  const look = () => parts.map((part) => {
    const s = getComputedStyle(part);
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor,
      s.backgroundColor, s.textDecorationLine].join();
  }).join("|");
  await settled();
  const on = look();
  one.blur();
  await settled();
  const off = look();
  one.focus();
  return { shown: on !== off, name: (one.getAttribute("aria-label") ?? "")
    + " " + one.tagName + " " + (one.textContent ?? "").trim().slice(0, 40) };
}
"""
# Text that its own frame or the edge of the glass cuts off, with nothing to scroll.
CUT_OFF = """
() => {
  const scrolls = (one) => {
    for (let above = one; above; above = above.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(above).overflowX)
        && above.dataset.testid !== "stMain") return true;
    return false;
  };
  return [...document.querySelectorAll("[data-testid=stMainBlockContainer] *")]
    .filter((one) => {
      const has = [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
      const box = one.getBoundingClientRect();
      if (!has || box.width < 2 || one.closest(".js-plotly-plot, svg")) return false;
      const s = getComputedStyle(one);
      if (s.visibility === "hidden" || s.clipPath !== "none") return false;
      const cuts = ["hidden", "clip"].includes(s.overflowX)
        && one.scrollWidth > one.clientWidth + 1 && s.textOverflow !== "ellipsis";
      return cuts || (box.right > innerWidth + 1 && !scrolls(one));
    })
    .map((one) => one.textContent.trim().slice(0, 60));
}
"""


def paths(role: str, is_release: bool) -> list[str]:
    words = words_of("vi")
    found = [words(f"paths.{view.name}") for view in VIEWS if role in view.roles]
    return found if is_release else found[:1]


@pytest.mark.parametrize("role", ["committee", "leader", "front", "steward", "officer"])
def test_the_focus_is_seen_at_each_step(
    open_as: OpenAs, role: str, is_release: bool
) -> None:
    if role != "leader" and not is_release:
        pytest.skip("all roles with --release")
    n_steps = N_STEPS if is_release else N_STEPS_AT_EVERY_RUN
    for path in paths(role, is_release):
        page = open_as(role, path)
        unseen, n_seen = [], 0
        for _ in range(n_steps):
            page.keyboard.press("Tab")
            found = page.evaluate(LOOKS_FOCUSED)
            if found is None:
                continue
            n_seen += found["shown"]
            if not found["shown"]:
                unseen.append(found["name"])
        assert unseen == [], path
        assert n_seen > n_steps // 2
        page.close()


@pytest.mark.release
@pytest.mark.parametrize("role", ["committee", "leader", "front", "steward", "officer"])
def test_at_twice_the_size_nothing_is_cut_off(
    open_as: OpenAs, role: str, is_release: bool
) -> None:
    for path in paths(role, is_release):
        # a browser that zooms to 200 % lays a page out on half the glass
        for width in (WIDE // 2, NARROW):
            page = open_as(role, path, width=width)
            assert_fits(page)
            assert page.evaluate(CUT_OFF) == [], (path, width)
            page.close()
