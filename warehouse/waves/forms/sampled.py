"""What the draw of a wave says of each ballot: its visit, and how many it stands for.

It is known before anybody is asked, so the spec of the form says it: nobody types it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from warehouse.waves.draw_table import KeptDraw
from warehouse.waves.sampling_frame import LISTED, RETURNED


@dataclass(frozen=True)
class Sampled:
    """How the ballots of a wave were drawn.

    Attributes:
        n_in_frame: Unit code → households or dossiers it was drawn from; empty where
            no list was drawn from.
        has_visits: Ballots of one visit were drawn together.
    """

    n_in_frame: Mapping[str, int] = field(default_factory=dict)
    has_visits: bool = False


def sampled_by(drawn: KeptDraw | None) -> Sampled:
    """What a kept draw says; nothing before the wave is drawn."""
    if drawn is None:
        return Sampled()
    units = drawn.draw["units"]
    is_listed = drawn.draw["frame"].get("kind", RETURNED) in LISTED
    sizes = {u["unit_code"]: int(u["population"]) for u in units if u["population"]}
    return Sampled(
        sizes if is_listed else {},
        any(unit.get("ballots_each", 1) > 1 for unit in units),
    )
