"""What a wave says, for pages and reports: the wave, the one before, its frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dashboard.rows.context import Wave
from dashboard.rows.units import Unit
from warehouse.read import Answer
from warehouse.settings import Settings
from warehouse.waves.analysis import analyse_wave, wave_before
from warehouse.waves.kept_draws import drawn_from, frame_kind_of
from warehouse.waves.wave_result import WaveOf, WaveResult

STREAMS = ("independent", "supervision", "before", "after")
"""Streams with an analysis, those of visitors first."""
OVERALL = "overall"


def wave_result(
    ask: Callable[..., Answer],
    settings: Settings,
    wave_code: str,
    item_code: str,
    *,
    waves: Mapping[str, Wave],
    units: Mapping[str, Unit],
) -> WaveResult:
    """What a wave says of one question, as the reader may see it.

    Args:
        ask: Answers a registered query for the reader.
        settings: Names the home with the kept draws.
        wave_code: The wave.
        item_code: The question.
        waves: Code → wave, those the reader knows of.
        units: Unit key → unit of the reader.

    Raises:
        DamagedError: The kept draw is not as it was kept.
    """
    wave = _wave_of(waves[wave_code])
    # one that waits for its release is nothing the reader could compare with
    readable = {row["wave_code"] for row in ask("wave_items").rows}
    since = wave_before(
        wave, [_wave_of(one) for one in waves.values() if one.code in readable]
    )
    return analyse_wave(
        ask,
        wave,
        item_code,
        since=since,
        frames=frames_of(settings, wave_code, units),
        frame_kind=frame_kind_of(settings, wave_code),
    )


def frames_of(
    settings: Settings, wave_code: str, units: Mapping[str, Unit]
) -> dict[str, int]:
    """Unit key → dossiers or households in the frame of a wave's kept draw.

    Raises:
        DamagedError: The kept draw is not as it was kept.
    """
    drawn = drawn_from(settings, wave_code)
    return {
        unit.key: drawn[unit.code]
        for unit in units.values()
        if unit.is_current and unit.code in drawn
    }


def analysed_waves(
    waves: Iterable[Wave], items: Iterable[Mapping[str, Any]]
) -> dict[str, list[str]]:
    """Wave code → its questions, the newest of visitors first.

    Args:
        waves: Those the reader knows of.
        items: Rows of `wave_items`.
    """
    asked: dict[str, list[str]] = {}
    for row in items:
        asked.setdefault(row["wave_code"], []).append(row["item_code"])
    known = [w for w in waves if w.code in asked and w.stream in STREAMS]
    known.sort(key=lambda wave: str(wave.opened_on), reverse=True)
    known.sort(key=lambda wave: STREAMS.index(wave.stream))
    return {
        wave.code: sorted(asked[wave.code], key=lambda code: (code != OVERALL, code))
        for wave in known
    }


def _wave_of(wave: Wave) -> WaveOf:
    measured_by = (wave.mode, wave.instrument)
    return WaveOf(wave.code, wave.stream, wave.opened_on, measured_by)
