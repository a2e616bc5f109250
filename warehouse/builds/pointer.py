"""Which build is published: the pointer, and the card beside each build.

`current.json` names the published build. The same content lies beside each build as a
card of its own, so a pointer that is lost or damaged loses nothing. Builds follow one
another by the number in their card, never by a name or a clock.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from warehouse.builds.recorded import is_recorded
from warehouse.errors import DamagedError, NothingPublishedError
from warehouse.settings import Settings
from warehouse.stores.durable import content_sha256, replace_text
from warehouse.stores.kept_reading import kept_reading


@dataclass(frozen=True)
class Pointer:
    """What `current.json` says about the published build.

    Attributes:
        build_id: UTC time and the first 12 digits of the content hash; only a name.
        file: File name inside the builds folder.
        size_bytes: Its size.
        sha256: Its content hash; empty for a file nobody sealed.
        published_at: UTC time, ISO 8601, as the clock stood.
        is_simulated: The data come from the simulated province.
        data_as_of: Last day the data speak of, ISO date, if there are data.
        raw_max_loaded_at: When the newest file of this build was loaded.
        is_full: Everything was worked out from raw; else only what new files touch.
        why: Why it was a full or a daily build, as `warehouse.builds.daily.Plan`.
        project_sha256: The dbt project it was made with; empty in old pointers.
        sequence: 1, 2, 3 … in the order of publishing; 0 in old pointers.
        kept_sha256: Content hash of its working file; empty in old pointers.
        withheld: The Front's waves that were not as it signed them.
        engine: What worked out its models, `duckdb` or `spark`.
    """

    build_id: str
    file: str
    size_bytes: int
    sha256: str
    published_at: str
    is_simulated: bool
    data_as_of: str | None
    raw_max_loaded_at: str | None
    is_full: bool = True
    why: str = ""
    project_sha256: str = ""
    sequence: int = 0
    kept_sha256: str = ""
    withheld: tuple[str, ...] = ()
    engine: str = "duckdb"


def pointer_in(path: Path) -> Pointer:
    """Reads a pointer or a card; what a newer version adds to it is left out.

    Raises:
        FileNotFoundError: There is none.
        DamagedError: It does not say which build it means.
    """
    return kept_reading("pointer", lambda: _parsed(path), path)


def _parsed(path: Path) -> Pointer:
    try:
        facts: Any = json.loads(path.read_text(encoding="utf-8"))
        known = {f.name: facts[f.name] for f in fields(Pointer) if f.name in facts}
        known["withheld"] = tuple(known.get("withheld", ()))
        pointer = Pointer(**known)
        _check(pointer)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, TypeError, KeyError) as error:
        rule = "a pointer names one build and its digest"
        raise DamagedError(path.name, str(path), rule, "thanthien doctor") from error
    return pointer


def _check(pointer: Pointer) -> None:
    """Raises ValueError where a fact is of another sort than it must be."""
    names = (pointer.build_id, pointer.file, pointer.engine)
    texts = (*names, pointer.sha256, pointer.published_at)
    numbers = (pointer.size_bytes, pointer.sequence)
    is_sound = all(isinstance(text, str) for text in (*texts, *pointer.withheld))
    is_sound &= all(type(number) is int for number in numbers)
    if not is_sound or not pointer.build_id or Path(pointer.file).name != pointer.file:
        raise ValueError(pointer.build_id)


def card_path(settings: Settings, build_id: str) -> Path:
    """The card that lies beside a build."""
    return settings.builds_dir / f"warehouse-{build_id}.json"


def cards(settings: Settings) -> list[Pointer]:
    """The cards of all builds that lie there, the latest published first."""
    found = []
    for path in settings.builds_dir.glob("warehouse-*.json"):
        try:
            found.append(pointer_in(path))
        except (DamagedError, FileNotFoundError):
            continue
    return sorted(found, key=lambda card: card.sequence, reverse=True)


def is_fallen_back(settings: Settings) -> bool:
    """Whether readers have a build before one that was set aside as damaged.

    Raises:
        NothingPublishedError: No build has been published.
        DamagedError: The pointer is damaged and no card tells what it said.
    """
    published = read_pointer(settings).sequence
    for path in settings.builds_dir.glob("warehouse-*.json.damaged-*"):
        with suppress(DamagedError, FileNotFoundError):
            if pointer_in(path).sequence > published:
                return True
    return False


def read_pointer(settings: Settings) -> Pointer:
    """The pointer to the published build; a lost one is read from the latest card.

    Raises:
        NothingPublishedError: No build has been published.
        DamagedError: The pointer is damaged and no card tells what it said.
    """
    try:
        return pointer_in(settings.pointer_path)
    except (FileNotFoundError, DamagedError) as error:
        if latest := cards(settings):
            return latest[0]
        if isinstance(error, DamagedError):
            raise
        rule = "a build must be published first"
        path = settings.pointer_path.name
        raise NothingPublishedError(path, None, rule, "thanthien build") from error


def candidates(settings: Settings) -> Iterator[Pointer]:
    """The published build, then those before it, the latest first.

    Raises:
        NothingPublishedError: No build has been published.
        DamagedError: The pointer is damaged and no card tells what it said.
    """
    first = read_pointer(settings)
    yield first
    yield from (card for card in cards(settings) if card.build_id != first.build_id)


def newest_whole(settings: Settings) -> Pointer:
    """The published build if its file is whole, else the newest one before it that is.

    Raises:
        NothingPublishedError: No build has been published.
        DamagedError: None of the files is as it was published.
    """
    for pointer in candidates(settings):
        if is_whole(settings, pointer):
            return pointer
    file = read_pointer(settings).file
    rule = "the published file must be as it was published"
    path = str(settings.builds_dir / file)
    raise DamagedError(file, path, rule, "thanthien doctor --mend")


def is_whole(settings: Settings, pointer: Pointer) -> bool:
    """Whether a build's file is, byte for byte, what the program published."""
    return is_as_carded(settings, pointer) and is_recorded(settings, pointer)


def is_as_carded(settings: Settings, pointer: Pointer) -> bool:
    """Whether a build's file is, byte for byte, what its card says."""
    path = settings.builds_dir / pointer.file
    return _is_as_sealed(path, pointer.size_bytes, pointer.sha256)


# Files whose digest this process has compared → digest: path, number, times, size. The
# time of the last change of any sort cannot be set back as that of writing can.
_compared: dict[tuple[str, int, int, int, int], str] = {}


def _is_as_sealed(path: Path, size_bytes: int, sha256: str) -> bool:
    try:
        found = path.stat()
        if found.st_size != size_bytes:
            return False
        times = found.st_mtime_ns, found.st_ctime_ns
        key = (str(path), found.st_ino, *times, found.st_size)
        if key not in _compared:
            _compared[key] = content_sha256(path)
        return not sha256 or _compared[key] == sha256
    except OSError:
        return False


def compare_again() -> None:
    """Forgets which files were compared: one of them has shown itself damaged."""
    _compared.clear()


def write_card(settings: Settings, pointer: Pointer) -> None:
    """Leaves the card beside the build, before anything points to it."""
    _write(card_path(settings, pointer.build_id), pointer)


def point_to(settings: Settings, pointer: Pointer) -> None:
    """Moves the pointer in one step; readers follow at their next query."""
    _write(settings.pointer_path, pointer)


def _write(path: Path, pointer: Pointer) -> None:
    replace_text(path, json.dumps(asdict(pointer), indent=2) + "\n")
