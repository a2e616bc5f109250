"""What people served at home say, beside those served at the counter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import blocks, numbers
from dashboard.rows import changes
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit
from dashboard.views.groups import ABOVE, BELOW, HEADLINE_ITEM, contrast_of

Row = Mapping[str, Any]


def tell_home_satisfaction(page: Page, unit: Unit, map_: str) -> None:
    """One sentence on the newest wave; nothing where nobody served at home was asked.

    Args:
        page: The frame of this run.
        unit: The unit.
        map_: `then` or `today`.
    """
    for before, after in changes.wave_pairs(page)[:1]:
        answer = ask_if_built(
            page,
            "group_changes",
            map=map_,
            unit_key=unit.key,
            item_code=HEADLINE_ITEM,
            before_wave=before,
            after_wave=after,
        )
        rows = answer.rows if answer else []
        found = {r["group_code"]: r for r in rows if r["group_kind"] == "channel"}
        if "home" in found and "counter" in found:
            text = _sentence(page, found["home"], found["counter"])
            wave = changes.wave_text(page, after)
            blocks.note(page.words("home_service.lead", wave=wave, said=text))


def _sentence(page: Page, home: Row, counter: Row) -> str:
    words = page.words
    if "suppressed" in (home["state"], counter["state"]):
        return words("home_service.hidden")
    said = words(
        "home_service.both",
        home=_share(page, home),
        counter=_share(page, counter),
    )
    verdict = words(f"home_service.verdicts.{_verdict(home)}")
    return f"{said} {verdict}"


def _share(page: Page, row: Row) -> str:
    n = numbers.count(row["n_after"], page.lang)
    if not numbers.is_known(row["share_after_low"]):
        return page.words("home_service.few", n=n)
    low, high = (
        numbers.percent(row[f"share_after_{end}"], page.lang) for end in ("low", "high")
    )
    share = numbers.percent(row["share_after"], page.lang)
    return page.words("home_service.share", share=share, low=low, high=high, n=n)


def _verdict(home: Row) -> str:
    """Above or below all others by more than luck, else not told apart."""
    found = contrast_of(home, "gap_after")
    if found in ABOVE:
        return "above"
    return "below" if found in BELOW else "unsure"
