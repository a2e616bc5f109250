"""The published build as its readers need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.builds.publish import read_pointer
from warehouse.errors import NothingPublishedError
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
    """

    build_id: str
    path: Path
    published_at: datetime
    data_as_of: date | None
    is_simulated: bool


def published_build(settings: Settings) -> Build:
    """Reads the pointer.

    Raises:
        NothingPublishedError: There is no pointer, or it cannot be read.
    """
    try:
        pointer = read_pointer(settings)
        as_of = pointer.data_as_of
        return Build(
            build_id=pointer.build_id,
            path=settings.builds_dir / Path(pointer.file).name,
            published_at=datetime.fromisoformat(pointer.published_at),
            data_as_of=date.fromisoformat(as_of[:10]) if as_of else None,
            is_simulated=pointer.is_simulated,
        )
    except (OSError, ValueError, TypeError) as error:
        name = settings.pointer_path.name
        rule = f"the pointer cannot be read ({type(error).__name__})"
        raise NothingPublishedError(name, None, rule, "thanthien build") from error
