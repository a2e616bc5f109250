"""The Front's waves of the published build, released or waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warehouse.custody.owners import kept_waves
from warehouse.custody.releases import Release, releases
from warehouse.read import reader_of
from warehouse.rights import FRONT, HELD_STREAMS
from warehouse.settings import Settings


@dataclass(frozen=True)
class FrontWave:
    """One wave that only the Front reads until it is released.

    Attributes:
        code: Wave code.
        stream: One of `warehouse.rights.HELD_STREAMS`.
        opened_on: First day, if known.
        closed_on: Last day, if known.
        release: When and by whom it was released; None while it waits.
    """

    code: str
    stream: str
    opened_on: date | None
    closed_on: date | None
    release: Release | None


def front_waves(settings: Settings) -> list[FrontWave]:
    """The Front's waves that need a release, the first opened first.

    Raises:
        NothingPublishedError: There is no build.
    """
    reader = reader_of(settings)
    scope = reader.scope_of_account(user_id="releases", role=FRONT)
    kept = kept_waves(settings)
    done = {release.wave_code: release for release in releases(settings)}
    return [
        FrontWave(
            row["wave_code"],
            row["stream"],
            row["opened_on"],
            row["closed_on"],
            done.get(row["wave_code"]),
        )
        for row in reader.run("waves", scope).rows
        if (row["owner"] == FRONT and row["stream"] in HELD_STREAMS)
        or row["wave_code"] in kept
    ]


def held_waves(settings: Settings) -> list[str]:
    """Codes of the waves that wait for the Front.

    Raises:
        NothingPublishedError: There is no build.
    """
    return [wave.code for wave in front_waves(settings) if wave.release is None]
