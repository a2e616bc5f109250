"""A nation's build: a file for each province, then one that holds them all.

All provinces are judged by the nation's rules, so that their figures can stand side by
side. A province whose build is not green keeps the file it had; the others go on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from warehouse.builds.build import build
from warehouse.builds.daily import project_sha256
from warehouse.builds.pointer import newest_whole, read_pointer
from warehouse.builds.progress_events import Progress
from warehouse.builds.publish import build_lock, publish
from warehouse.builds.transform import Failure
from warehouse.builds.unchanged import is_unchanged
from warehouse.errors import BuildError, ThanThienError
from warehouse.nation.carried_hiding import hidden_wholes, noted_cells
from warehouse.nation.check_national import failures_in
from warehouse.nation.national_file import Member, write_national
from warehouse.nation.provinces import (
    known_provinces,
    province_settings,
    refuse_if_a_province,
)
from warehouse.nation.status_nation import published_members
from warehouse.rules.rules import own_files, read_rules
from warehouse.settings import Settings
from warehouse.words import words_of


def crash_point(name: str) -> None:
    """A named moment of a nation's build: provinces_built, composed.

    Does nothing; the tests replace it to end the process there.
    """


@dataclass(frozen=True)
class NationResult:
    """What a nation's build did.

    Attributes:
        build_id: The national file that readers have now; None if there is none.
        is_published: A new national file was published.
        built: Provinces whose own file was made anew → its build.
        kept: Provinces whose own file still holds → its build.
        faults: Provinces that went wrong → why, in a line; each has in the national
            file what `older` says, or nothing.
        older: Provinces that went wrong and stand there with the file they had.
        failures: What is wrong with the national file itself.
    """

    build_id: str | None
    is_published: bool
    built: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, ThanThienError] = field(default_factory=dict)
    older: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


def build_nation(
    settings: Settings,
    *,
    full: bool = False,
    echo: Callable[[str], None] | None = None,
    progress: Progress | None = None,
) -> NationResult:
    """Builds each province whose rows or rules are new, then the national file.

    Args:
        settings: The nation's home.
        full: Build every province in full.
        echo: Receives the code of each province before its build.
        progress: Called with models and tests of a province done, and all there are.

    Raises:
        BuildError: No province was gathered, or none could be built.
        RuleError: A file of the nation's rules is wrong.
        BusyError: Another build is running.
        DiskError: The disk is full, read-only or gone.
    """
    refuse_if_a_province(settings)
    read_rules(settings)
    codes = list(known_provinces(settings))
    if not codes:
        rule = "a nation's build needs gathered provinces"
        step = "thanthien nation gather CODE=HOME"
        raise BuildError("provinces", None, rule, step)
    built: dict[str, str] = {}
    kept: dict[str, str] = {}
    faults: dict[str, ThanThienError] = {}
    with build_lock(settings):
        for code in codes:
            province = province_settings(settings, code)
            try:
                _take_rules(settings, province)
                if not full and is_unchanged(province):
                    kept[code] = read_pointer(province).build_id
                    continue
                if echo:
                    echo(code)
                built[code] = _build(province, code, full=full, progress=progress)
            except ThanThienError as error:
                faults[code] = error
        crash_point("provinces_built")
        members, refused = _members(settings, codes)
        faults = {**refused, **faults}
        if not members:
            raise next(iter(faults.values()))
        older = tuple(m.code for m in members if m.code in faults)
        now = {member.code: member.build_id for member in members}
        done = NationResult(None, False, built, kept, faults, older)
        if not full and now == published_members(settings):
            return replace(done, build_id=newest_whole(settings).build_id)
        return _publish(settings, members, done)


def _build(
    province: Settings, code: str, *, full: bool, progress: Progress | None
) -> str:
    """The name of a province's new file.

    Raises:
        BuildError: A test is red: the province keeps the file it had.
    """
    result = build(province, full=full, progress=progress)
    if result.build_id is None:
        names = ", ".join(failure.name for failure in result.failures)
        rule = "a province's file is published when all its tests are green"
        raise BuildError(code, names, rule, "thanthien nation status")
    return result.build_id


def _take_rules(settings: Settings, province: Settings) -> None:
    """Puts the nation's rules in the place of the province's."""
    wanted = {path.name: path.read_bytes() for path in own_files(settings)}
    found = {path.name: path.read_bytes() for path in own_files(province)}
    if wanted == found:
        return
    shutil.rmtree(province.rules_dir, ignore_errors=True)
    province.rules_dir.mkdir(parents=True)
    for name, content in wanted.items():
        (province.rules_dir / name).write_bytes(content)


def _members(
    settings: Settings, codes: list[str]
) -> tuple[tuple[Member, ...], dict[str, ThanThienError]]:
    """Provinces with a file by this program and these rules; why others have none."""
    members: list[Member] = []
    refused: dict[str, ThanThienError] = {}
    project = project_sha256(settings)
    for code in codes:
        province = province_settings(settings, code)
        try:
            pointer = newest_whole(province)
            if pointer.project_sha256 != project:
                rule = "every province is judged by the same program and rules"
                step = "thanthien nation build"
                raise BuildError(code, pointer.build_id, rule, step)
            hidden = noted_cells(province)
        except ThanThienError as error:
            refused[code] = error
            continue
        path = province.builds_dir / pointer.file
        members.append(Member(code, path, pointer.build_id, hidden))
    return tuple(members), refused


def _publish(
    settings: Settings, members: tuple[Member, ...], done: NationResult
) -> NationResult:
    work = settings.builds_dir / "building"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        path = work / "warehouse.duckdb"
        members = tuple(
            replace(m, hidden={*m.hidden, *hidden_wholes(m.path)}) for m in members
        )
        write_national(path, members, words_of(settings.lang)("nation.name"))
        failures = failures_in(path, members)
        if failures:
            return replace(done, failures=failures)
        crash_point("composed")
        pointer = publish(
            settings,
            path,
            is_full=True,
            why="nation",
            project_sha256=project_sha256(settings),
        )
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return replace(done, build_id=pointer.build_id, is_published=True)
