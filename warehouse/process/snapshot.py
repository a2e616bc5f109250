"""Due process as the published build holds it: how long it took, of all units."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.process.evidence import all_units
from warehouse.read import reader_of
from warehouse.settings import Settings


@dataclass(frozen=True)
class Snapshot:
    """Matters as they stood when the build was made.

    Attributes:
        n_matters: All matters.
        n_open: Of these, not finished.
        n_informed: Of these, with the officer informed of a decision.
        mean_days: Calendar days from flag to first informed, on average; None of none.
    """

    n_matters: int
    n_open: int
    n_informed: int
    mean_days: float | None


def snapshot_now(settings: Settings) -> Snapshot:
    """The counts of all units and kinds together.

    Raises:
        NothingPublishedError: There is no build, or it is from before.
    """
    reader = reader_of(settings)
    rows = reader.run("process_snapshot", all_units(reader)).rows
    n_informed = sum(row["n_informed"] for row in rows)
    n_days = sum(row["n_days"] or 0 for row in rows)
    return Snapshot(
        sum(row["n_matters"] for row in rows),
        sum(row["n_open"] for row in rows),
        n_informed,
        n_days / n_informed if n_informed else None,
    )
