"""What a wave says, as values: shares, changes, gaps, unit by unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warehouse.statistics.change.nonresponse import NonresponseBounds


@dataclass(frozen=True)
class WaveOf:
    """A wave as far as its analysis needs it.

    Attributes:
        code: The wave.
        stream: before, after, independent or supervision.
        opened_on: Its first day.
        measured_by: Mode and questionnaire; waves that differ are not compared.
    """

    code: str
    stream: str
    opened_on: date | None
    measured_by: tuple[str | None, ...]


@dataclass(frozen=True)
class Estimate:
    """A share with its limits at 95 %, all 0..1."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Change:
    """Change of a share since the wave before.

    Attributes:
        now, before: Share of the wave and of the one before, 0..1.
        n_before: Answers before.
        diff: Share now − share before.
        low, high: Its limits.
        verdict: The word for it.
    """

    now: float
    before: float
    n_before: float
    diff: float
    low: float
    high: float
    verdict: str


@dataclass(frozen=True)
class Gap:
    """The unit's own ballots of the same days against the wave.

    Attributes:
        share_own: Share of the unit's own ballots, 0..1.
        n_own: How many they are.
        share_wave: Share of the wave they are set against, 0..1.
        gap: Own share − share of the wave, limits `low` and `high`.
        word: agrees, differs, unknown or too_few.
    """

    share_own: float
    n_own: float
    share_wave: float
    gap: float
    low: float
    high: float
    word: str


@dataclass(frozen=True)
class UnitResult:
    """What the wave says of one unit, or of all below one.

    Attributes:
        unit_key: The unit.
        unit_level: Its level.
        state: `shown`, or why its figures are not.
        n_answers: Valid answers.
        n_worth: Ballots drawn singly that they are worth.
        asked: The share by the design.
        n_frame: Households or dossiers of the list it was drawn from; None where it was
            drawn from none.
        n_strata: Units that were asked.
        n_stands_for: People served, or households or dossiers of the lists, that the
            figure is about.
        weighted_by: What a unit counts by above it: served or frame.
        cluster_kind: What binds ballots together: psu (a visit or sample point),
            respondent or day; None where they were drawn singly.
        n_clusters: How many of them.
        mixed: The share in the mix of results returned; None where not known.
        mixed_by: What the mix counts: unit, group or unit_and_group.
        n_returned: Results returned that it counts.
        silent: Bounds if all of the silent are content, or none; None where forms
            handed out were not all counted.
        change: Since the wave before; None where there is none.
        gap: Against the unit's own ballots; None where there are none.
    """

    unit_key: str
    unit_level: str
    state: str
    n_answers: float | None
    n_worth: float
    asked: Estimate | None
    n_frame: int | None
    n_strata: int
    n_stands_for: float | None
    weighted_by: str | None
    cluster_kind: str | None
    n_clusters: float | None
    mixed: Estimate | None
    mixed_by: str | None
    n_returned: float | None
    silent: NonresponseBounds | None
    change: Change | None
    gap: Gap | None


@dataclass(frozen=True)
class WaveResult:
    """What a wave says.

    Attributes:
        wave_code: The wave.
        item_code: The question.
        since: Code of the wave before it; None where there is none alike.
        is_measured_alike: That wave asked the same way.
        period: The quarter whose own ballots it is held against.
        frame_kind: What it was drawn from, one of `FRAME_KINDS`; None where no draw is
            kept here.
        units: One per unit with answers, by unit key.
    """

    wave_code: str
    item_code: str
    since: str | None
    is_measured_alike: bool
    period: str | None
    frame_kind: str | None
    units: tuple[UnitResult, ...]
