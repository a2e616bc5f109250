"""The Front's waves of the published build, released or waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warehouse.custody.front_key import Signer
from warehouse.custody.owners import kept_waves
from warehouse.custody.releases import Release, release_wave, releases
from warehouse.people.account_rows import Identity
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
        release: Its latest edition; None while it waits.
        is_changed: The build says something else of it than that edition: only the
            Front reads it until it signs a new one.
        is_withheld: It is not as the Front signed it; nobody reads it.
    """

    code: str
    stream: str
    opened_on: date | None
    closed_on: date | None
    release: Release | None
    is_changed: bool = False
    is_withheld: bool = False

    @property
    def waits(self) -> bool:
        """Whether the Front may release it, or a new edition of it."""
        return (self.release is None or self.is_changed) and not self.is_withheld


def front_waves(settings: Settings) -> list[FrontWave]:
    """The Front's waves that need a release, the first opened first.

    Raises:
        NothingPublishedError: There is no build.
    """
    reader = reader_of(settings)
    scope = reader.scope_of_account(user_id="releases", role=FRONT)
    kept = kept_waves(settings)
    done = {release.wave_code: release for release in releases(settings)}
    withheld = reader.build().withheld
    read_by_all = reader.released()
    return [
        FrontWave(
            row["wave_code"],
            row["stream"],
            row["opened_on"],
            row["closed_on"],
            done.get(row["wave_code"]),
            is_changed=row["wave_code"] in done and row["wave_code"] not in read_by_all,
            is_withheld=row["wave_code"] in withheld,
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
    return [wave.code for wave in front_waves(settings) if wave.waits]


def release(
    settings: Settings, wave_code: str, *, by: Identity, signer: Signer
) -> Release:
    """Releases a wave, or a new edition of it, as the published build shows it.

    Raises:
        AccountError: The account is not the Front's, or the wave does not wait.
        CustodyError: It is another key, or the wave is not as it was signed.
        NothingPublishedError: There is no build.
        AuditError: It cannot be recorded: it is not released.
    """
    reader = reader_of(settings)
    return release_wave(
        settings,
        wave_code,
        by=by,
        held=held_waves(settings),
        signer=signer,
        figures=reader.figures(wave_code),
        build_id=reader.build().build_id,
    )
