"""The published build as its readers need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.builds.pointer import Pointer, is_whole, newest_whole, read_pointer
from warehouse.errors import DamagedError
from warehouse.settings import Settings


@dataclass(frozen=True)
class Build:
    """One published build.

    Attributes:
        build_id: Names the build in every figure's source line.
        path: The DuckDB file.
        published_at: When it was published, with its time zone.
        data_as_of: Last day the data speak of.
        is_simulated: The data are invented and must be labelled so.
        instead_of: A later build that this one stands in for, because its file is
            damaged or gone; empty as a rule.
        withheld: The Front's waves that were not as it signed them.
    """

    build_id: str
    path: Path
    published_at: datetime
    data_as_of: date | None
    is_simulated: bool
    instead_of: str = ""
    withheld: tuple[str, ...] = ()


def published_build(settings: Settings) -> Build:
    """The build to read: the published one, or the whole one before it.

    Raises:
        NothingPublishedError: Nothing has been published.
        DamagedError: The pointer or every file is damaged.
    """
    wanted = read_pointer(settings)
    found = wanted if is_whole(settings, wanted) else newest_whole(settings)
    is_other = wanted.build_id != found.build_id
    try:
        return _build(settings, found, wanted.build_id if is_other else "")
    except ValueError as error:
        rule = "a pointer names one build and its digest"
        name = settings.pointer_path.name
        raise DamagedError(name, str(error), rule, "thanthien doctor") from error


def _build(settings: Settings, pointer: Pointer, instead_of: str) -> Build:
    as_of = pointer.data_as_of
    return Build(
        build_id=pointer.build_id,
        path=settings.builds_dir / pointer.file,
        published_at=datetime.fromisoformat(pointer.published_at),
        data_as_of=date.fromisoformat(as_of[:10]) if as_of else None,
        is_simulated=pointer.is_simulated,
        instead_of=instead_of,
        withheld=pointer.withheld,
    )
