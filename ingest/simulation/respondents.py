"""Who answers a form: sex, age, kind of person, way of handing in; planted differences.

Two groupings truly differ and two do not, so that a comparison of groups can be
checked both ways. Each difference is centred: a unit's share stays what is planted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingest.simulation import names
from ingest.simulation.clock import Floats, Ints
from warehouse.raw.cases import CHANNELS

SEX_CODES = ("female", "male")
KIND_CODES = ("person", "organisation")
_AGE_MIX = np.array([0.20, 0.35, 0.30, 0.15])
# counter, online, post, home
_CHANNEL_MIX = np.array([0.70, 0.22, 0.0, 0.08])
# In both waves alike: who handed in online is more satisfied, who waited for a
# visit at home less.
_CHANNEL_LEVEL = np.array([0.0, 0.05, 0.0, -0.03])
# Only after the start: the young gain more, the old less.
_AGE_GAIN = np.array([0.04, 0.02, -0.02, -0.05])


@dataclass(frozen=True)
class Respondents:
    """Who filled in each ballot, one position per ballot.

    Attributes:
        sex: Position in `SEX_CODES`.
        age: Position in `names.AGE_BANDS`.
        kind: Position in `KIND_CODES`.
        channel: Position in `CHANNELS`: how the dossier was handed in.
    """

    sex: Ints
    age: Ints
    kind: Ints
    channel: Ints


def draw_respondents(rng: np.random.Generator, n: int) -> Respondents:
    """Draws who answers; nothing of it depends on anything else."""
    return Respondents(
        sex=(rng.random(n) < 0.48).astype(np.int64),
        age=rng.choice(len(_AGE_MIX), n, p=_AGE_MIX),
        kind=(rng.random(n) < 0.04).astype(np.int64),
        channel=rng.choice(len(_CHANNEL_MIX), n, p=_CHANNEL_MIX),
    )


def channel_levels() -> Floats:
    """How much each channel lies above the mean of all, before and after."""
    return _centred(_CHANNEL_LEVEL, _CHANNEL_MIX)


def age_gains() -> Floats:
    """How much more than the mean of all each age group gains after the start."""
    return _centred(_AGE_GAIN, _AGE_MIX)


def shifts(people: Respondents, *, is_after_effect: bool) -> Floats:
    """How far each ballot's satisfied share lies from its unit's, ballots × 1."""
    found = channel_levels()[people.channel]
    if is_after_effect:
        found = found + age_gains()[people.age]
    return np.asarray(found[:, None], dtype=np.float64)


def planted_groups(*, has_effect: bool) -> list[dict[str, object]]:
    """Group, and how far it lies from the mean of all before and after, 0–1."""
    gains = age_gains() if has_effect else np.zeros(len(_AGE_MIX))
    levels = channel_levels()
    rows: list[tuple[str, str, float, float]] = [
        ("age_band", band, 0.0, float(gain))
        for band, gain in zip(names.AGE_BANDS, gains, strict=True)
    ]
    rows += [
        ("channel", channel, float(level), float(level))
        for channel, level, part in zip(CHANNELS, levels, _CHANNEL_MIX, strict=True)
        if part
    ]
    rows += [("sex", code, 0.0, 0.0) for code in SEX_CODES]
    rows += [("respondent_kind", code, 0.0, 0.0) for code in KIND_CODES]
    columns = ("group_kind", "group_code", "before", "after")
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _centred(values: Floats, mix: Floats) -> Floats:
    return np.asarray(values - (values * mix).sum(), dtype=np.float64)
