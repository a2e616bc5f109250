"""One change on a line: before hollow, after filled, and the interval of the change.

Drawn in HTML, so that the first answer waits for no drawing library.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from dashboard import numbers
from dashboard.rows.changes import verdict_of
from dashboard.theme import LOOKS
from dashboard.words import Words

# Room at both ends for the labels, as a part of the span that is drawn.
ROOM = 0.25
ENDS = ("share_diff", "share_diff_low", "share_diff_high")


def shift_picture(row: Mapping[str, Any], words: Words) -> str:
    """The picture in HTML; empty where there is no change to show.

    Args:
        row: A row of `change_by_unit` or `change_by_item`.
        words: Language of the labels.
    """
    is_known = row["state"] == "shown" and all(
        numbers.is_known(row[name]) for name in ("share_before", "share_after", *ENDS)
    )
    if not is_known:
        return ""
    before, after = float(row["share_before"]), float(row["share_after"])
    low, high = (
        min(max(after + float(row[end]) - float(row["share_diff"]), 0.0), 1.0)
        for end in ENDS[1:]
    )
    first, last = min(before, low), max(before, high)
    room = max(ROOM * (last - first), 0.01)
    span = last - first + 2 * room

    def place(share: float) -> float:
        return 100 * (share - first + room) / span

    left, right = sorted((place(before), place(after)))
    colour = LOOKS[verdict_of(row)].colour
    texts = {
        side: words(
            f"overview.picture.{side}",
            share=numbers.percent(row[f"share_{side}"], words.lang),
        )
        for side in ("before", "after")
    }
    whole = "; ".join(texts.values())
    return (
        f'<div class="tt-shift" role="img" aria-label="{escape(whole)}">'
        f'<u style="left:{left:.1f}%;width:{right - left:.1f}%;'
        f'background:{colour}"></u>'
        f'<i style="left:{place(low):.1f}%;width:{place(high) - place(low):.1f}%"></i>'
        f'<b class="tt-before" style="left:{place(before):.1f}%">'
        f"<span>{escape(texts['before'])}</span></b>"
        f'<b style="left:{place(after):.1f}%;background:{colour}">'
        f"<span>{escape(texts['after'])}</span></b></div>"
    )
