"""What can be wrong with a wave of the Front, and whose it is to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from warehouse.custody.signed_rows import Row

FAULTS = (
    "key",
    "chain",
    "cut",
    "changed",
    "moved",
    "added",
    "dropped",
    "emptied",
    "owner",
    "release",
    "plan",
    "draw",
    "second_draw",
    "design",
    "manifest",
    "version",
    "summary",
)
"""key: another key than the recorded one; chain: a batch changed, dropped or moved;
cut: the last batches are gone; changed, moved, added, dropped: rows; emptied: columns
that are emptied after their term; owner: the record of owners; release: a statement
of release that is not signed, or not in the audit record; plan, draw, second_draw: by
edition, not as kept or as signed; design: a statement about one; manifest, version:
what a bundle says of itself, and the version of the program that wrote it; summary: a
public summary is not as it was signed or released."""

MANY = 20
"""Rows of one part that are named one by one; of more, how many."""


@dataclass(frozen=True)
class Fault:
    """One thing that is not as the Front signed it.

    Attributes:
        what: One of `FAULTS`.
        wave_code: The wave; empty where it is about all waves.
        place: File, row, batch or column that is wrong.
    """

    what: str
    wave_code: str
    place: str


def waves_with(faults: Iterable[Fault], waves: Iterable[str]) -> tuple[str, ...]:
    """Waves that faults are about; all of them where a fault is about all."""
    named = {fault.wave_code for fault in faults}
    return tuple(sorted(set(waves) if "" in named else named))


def row_faults(
    wave_code: str, file: str, before: list[Row], now: list[Row]
) -> list[Fault]:
    """Names the rows that differ from those that were signed."""
    gone, new = Counter(before), Counter(now)
    gone, new = gone - new, new - gone
    found = []
    for row in list(new.elements()):
        old = next((r for r in gone.elements() if r.name == row.name), None)
        if old is None:
            found.append(("added", row))
            continue
        gone -= Counter([old])
        is_at_its_place = old.place == row.place
        found.append(("changed" if is_at_its_place else "moved", row))
    found += [("dropped", row) for row in gone.elements()]
    faults = [
        Fault(what, wave_code, f"{file} {row.place} {row.name}") for what, row in found
    ]
    left = Counter(fault.what for fault in faults[MANY:])
    more = [Fault(what, wave_code, f"{file} +{n}") for what, n in left.items()]
    return faults[:MANY] + more
