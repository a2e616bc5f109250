"""Whose each wave is: a record that only grows, written when a wave is first listed.

A later list may say more of a wave, but not that it is another's: what the Front holds
back would be everybody's the moment one line named another owner.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from warehouse.custody.wave_codes import is_plain_code, look_of
from warehouse.errors import CustodyError
from warehouse.rights import FRONT, HELD_STREAMS
from warehouse.settings import Settings
from warehouse.stores.kept_reading import kept_reading, with_log
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing


@dataclass(frozen=True)
class Listed:
    """A wave as one line of a list names it.

    Attributes:
        wave_code: Its code.
        owner: `front`, `committee` or `head`.
        stream: Its stream.
        file_sha256: The file with the line.
    """

    wave_code: str
    owner: str
    stream: str
    file_sha256: str

    @property
    def is_held(self) -> bool:
        """Whether it waits for a release by the Front."""
        return self.owner == FRONT and self.stream in HELD_STREAMS


def owners(settings: Settings) -> dict[str, Listed]:
    """Every wave ever listed, by its code, as the first list named it."""
    if not settings.state_path.exists():
        return {}
    query = "select wave_code, owner, stream, file_sha256 from wave_custody"

    def read() -> tuple[Listed, ...]:
        with reading(settings) as connection:
            return tuple(Listed(*row) for row in run_sql(connection, query))

    found = kept_reading("wave_custody", read, *with_log(settings.state_path))
    return {wave.wave_code: wave for wave in found}


def kept_waves(settings: Settings) -> tuple[str, ...]:
    """Codes of the waves that are the Front's, whatever a build says of them."""
    return tuple(sorted(w.wave_code for w in owners(settings).values() if w.is_held))


def newly_listed(
    settings: Settings, listed: Iterable[Listed], *, file_sha256: str
) -> dict[str, Listed]:
    """Waves without an owner on record, by code; or refuses the file that lists them.

    Args:
        settings: Names the store.
        listed: Every wave that raw now lists, the first delivered first.
        file_sha256: The file that is being loaded.

    Raises:
        CustodyError: A line of the file names another owner or stream of a wave, or a
            code that looks like one of the Front.
    """
    known = owners(settings)
    new: dict[str, Listed] = {}
    for wave in listed:
        before = known | new
        if wave.file_sha256 == file_sha256:
            _check(wave, before)
        if wave.wave_code not in before:
            new[wave.wave_code] = wave
    return new


def carry_owners(settings: Settings, there: Settings) -> None:
    """Copies the record into another home, whose raw is made anew from kept files."""
    record_owners(there, owners(settings).values())


def record_owners(settings: Settings, waves: Iterable[Listed]) -> None:
    """Writes who owns waves, for good; a wave that is on record stays as it is."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [(*astuple(wave), at) for wave in waves]
    if not rows:
        return
    with writing(settings) as connection:
        for row in rows:
            run_sql(
                connection,
                "insert or ignore into wave_custody values (?, ?, ?, ?, ?)",
                row,
            )


def _check(wave: Listed, known: dict[str, Listed]) -> None:
    code, step = wave.wave_code, "list a new wave under a code of its own"
    if not is_plain_code(code):
        rule = "a code of a wave has Latin letters, digits and plain signs"
        raise CustodyError("wave_code", code, rule, "type the code anew")
    before = known.get(code)
    if before is not None and before.owner != wave.owner:
        rule = f"the wave {code} is of {before.owner} since it was first listed"
        raise CustodyError("owner", wave.owner, rule, step)
    is_fronts = before is not None and before.owner == FRONT
    if before is not None and is_fronts and before.stream != wave.stream:
        rule = f"the Front's wave {code} was first listed as {before.stream}"
        raise CustodyError("stream", wave.stream, rule, step)
    for other in known.values():
        is_alike = other.wave_code != code and look_of(other.wave_code) == look_of(code)
        if is_alike and FRONT in (other.owner, wave.owner):
            rule = f"it looks like {other.wave_code}, a wave of another list"
            raise CustodyError("wave_code", code, rule, step)
