"""Colours of pages and figures: readable, and told apart without red or green cones."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import get_args

import pytest

from dashboard import theme
from dashboard.theme import (
    ASSURANCES,
    INK,
    LEVEL_COLOURS,
    LOOKS,
    MUTED,
    PAPER,
    SOFT,
    TIERS,
)
from tests.dashboard.sight import Sight, contrast, distance, turned_over

# WCAG 2.2: 1.4.3 for text, 1.4.11 for what a figure draws.
TEXT, GRAPHIC = 4.5, 3.0
SIGHTS = get_args(Sight)
# Differences seen at a glance between opposites, side by side between neighbours.
AT_A_GLANCE, SIDE_BY_SIDE = 20.0, 14.0
BETTER, WORSE = ("improved", "slightly_improved"), ("worse", "slightly_worse")
NEITHER = tuple(name for name in LOOKS if name not in (*BETTER, *WORSE))
OTHERS = TIERS | ASSURANCES
ALL_LOOKS = [*LOOKS.items(), *((f"band {k}", look) for k, look in OTHERS.items())]


def test_the_contrast_is_the_one_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    # The well-known lightest grey that still passes for text on white.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_simulation_hides_red_from_green() -> None:
    red, green = "#c04040", "#5d7a00"
    assert distance(red, green) > 60
    assert distance(red, green, "deuteranopia") < 20


@pytest.mark.parametrize(("name", "look"), ALL_LOOKS)
def test_a_verdict_is_readable(name: str, look: theme.Look) -> None:
    assert contrast(look.text, look.ground) >= TEXT
    assert contrast(look.colour, PAPER) >= GRAPHIC


@pytest.mark.parametrize("ground", [PAPER, SOFT])
@pytest.mark.parametrize("text", [INK, MUTED])
def test_text_is_readable(text: str, ground: str) -> None:
    assert contrast(text, ground) >= TEXT


@pytest.mark.parametrize("colour", [theme.ACCENT, theme.BEFORE, MUTED])
def test_a_mark_is_visible(colour: str) -> None:
    assert contrast(colour, PAPER) >= GRAPHIC


def test_numbers_within_bars_are_readable() -> None:
    for colour, text in zip(LEVEL_COLOURS, theme.LEVEL_TEXTS, strict=True):
        assert contrast(colour, PAPER) >= GRAPHIC
        assert contrast(text, colour) >= TEXT


@pytest.mark.parametrize("sight", SIGHTS)
def test_better_worse_and_neither_look_different(sight: Sight) -> None:
    groups = [[LOOKS[name].colour for name in names] for names in (BETTER, WORSE)]
    groups.append([LOOKS[name].colour for name in NEITHER])
    for one, other in combinations(groups, 2):
        assert min(distance(a, b, sight) for a in one for b in other) >= AT_A_GLANCE


@pytest.mark.parametrize("sight", SIGHTS)
def test_strong_and_slight_look_different(sight: Sight) -> None:
    for strong, slight in (BETTER, WORSE):
        found = distance(LOOKS[strong].colour, LOOKS[slight].colour, sight)
        assert found >= SIDE_BY_SIDE
    for low, high in pairwise(LEVEL_COLOURS):
        assert distance(low, high, sight) >= SIDE_BY_SIDE


@pytest.mark.parametrize("looks", [LOOKS, TIERS, ASSURANCES])
def test_no_two_verdicts_share_a_sign(looks: dict[str, theme.Look]) -> None:
    assert len({look.sign for look in looks.values()}) == len(looks)


def test_every_verdict_has_a_look() -> None:
    assert set(LOOKS) == set(theme.VERDICTS)


@pytest.mark.parametrize(("name", "look"), ALL_LOOKS)
def test_a_verdict_is_readable_on_a_dark_page(name: str, look: theme.Look) -> None:
    text, ground, colour, paper = map(
        turned_over, (look.text, look.ground, look.colour, PAPER)
    )
    assert contrast(text, ground) >= TEXT
    assert contrast(colour, paper) >= GRAPHIC


def test_figures_have_the_ground_of_a_dark_page() -> None:
    accent, paper, soft, ink = theme.DARK
    assert turned_over(PAPER) == paper
    for ground in (paper, soft):
        assert contrast(ink, ground) >= TEXT
        assert contrast(accent, ground) >= TEXT


def test_what_figures_hold_is_readable_on_a_dark_page() -> None:
    paper = theme.DARK[1]
    for colour in (theme.ACCENT, theme.BEFORE, MUTED, *LEVEL_COLOURS):
        assert contrast(turned_over(colour), paper) >= GRAPHIC
    # `pages.css` writes white on all bars there, which is turned over to the ground.
    for colour in LEVEL_COLOURS:
        assert contrast(paper, turned_over(colour)) >= TEXT


@pytest.mark.parametrize("sight", SIGHTS)
def test_better_and_worse_look_different_on_a_dark_page(sight: Sight) -> None:
    for good in BETTER:
        for bad in WORSE:
            one, other = (turned_over(LOOKS[name].colour) for name in (good, bad))
            assert distance(one, other, sight) >= AT_A_GLANCE


def test_the_style_sheet_names_each_colour_for_light_and_dark() -> None:
    light, dark = re.findall(r":root[^{]*\{([^}]*--ink:[^}]*)\}", theme.style_sheet())
    names = [set(re.findall(r"--([\w-]+):", part)) for part in (light, dark)]
    assert names[0] == names[1]
    colours = dict(re.findall(r"--([\w-]+): (#\w{6});", dark))
    for ground in ("paper", "soft", "row", "hover", "head"):
        for text in ("ink", "ink-2", "muted", "accent"):
            assert contrast(colours[text], colours[ground]) >= TEXT, (text, ground)
    for text, ground in (("warn-ink", "warn"), ("practice-ink", "practice")):
        assert contrast(colours[text], colours[ground]) >= TEXT
