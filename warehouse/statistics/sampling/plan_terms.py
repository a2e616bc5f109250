"""What a plan is asked and what it answers, in the field's terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Purpose = Literal["level", "change", "gap"]
Level = Literal["unit", "province"]


@dataclass(frozen=True, slots=True)
class Stratum:
    """What is known of a unit before the wave.

    Attributes:
        key: Names the unit.
        population: Results returned there in the window the wave is about, people.
        share: Share satisfied to expect, 0..1.
        response: Valid answers to expect per form, 0..1.
        n_compared: Answers the new ones are compared with, of the last wave or of
            the unit's own ballots; None = none, a second wave of equal size follows.
    """

    key: str
    population: int
    share: float
    response: float
    n_compared: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the wave must be able to say.

    Attributes:
        purpose: `level`: a share within ±`size`; `change`, `gap`: a difference of
            `size` from the last wave, from the unit's own ballots.
        size: 0..1.
        level: Of every unit, or of the province alone.
        forms: Forms there are; None = as many as needed.
        spread: How the province's sample or a budget is spread over units.
        minimum: Least answers per unit.
        design_effect: Variance against a simple draw within a unit, at least 1.
        power: Chance that a difference of `size` is seen.
        conf: Confidence of the intervals.
    """

    purpose: Purpose = "change"
    size: float = 0.05
    level: Level = "unit"
    forms: int | None = None
    spread: Literal["proportional", "neyman"] = "proportional"
    minimum: int = 30
    design_effect: float = 1.0
    power: float = 0.8
    conf: float = 0.95


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one unit, or the province, will be asked and able to say.

    Attributes:
        key: The unit; empty for the province.
        population: Results returned in the window.
        n_needed: Answers that `Wanted` needs; None if no number is enough.
        n_forms: Forms to hand out.
        n_answers: Answers to expect of them.
        n_official: Official minimum, N / (1 + N · 0.05²).
        margin: Half the interval of the share to expect, 0..1.
        rise, fall: Smallest change seen with the power, 0..1; nan if none is.
        is_enough: The answers expected reach those needed.
    """

    key: str
    population: int
    n_needed: int | None
    n_forms: int
    n_answers: int
    n_official: int
    margin: float
    rise: float
    fall: float
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Outlooks:
    """The plan in figures: each unit, and the province as a whole."""

    units: tuple[Outlook, ...]
    province: Outlook
