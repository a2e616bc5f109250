"""Folders that tests are given last as long as what asked for them.

A whole run makes hundreds of homes with builds and backups. Kept to its end they are
tens of gigabytes, and a machine with a small disk ends the run with errors that say
nothing of the code.
"""

from __future__ import annotations

import itertools
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


class PassingFolders:
    """Removes the folders a fixture made once the fixture is torn down.

    What pytest itself gives a test (`tmp_path`) follows `tmp_path_retention_policy`.

    Args:
        factory: Gives the folders; each has a name no other had before, since
            readings are kept by the path of what was read.
    """

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._make = factory.mktemp
        self._numbers = itertools.count()
        self._setting_up: list[Any] = []
        self._made: defaultdict[Any, list[Path]] = defaultdict(list)
        factory.mktemp = self._mktemp  # type: ignore[method-assign]

    def _mktemp(self, basename: str, numbered: bool = True) -> Path:
        name = f"{basename}-{next(self._numbers)}-" if numbered else basename
        folder = self._make(name, numbered)
        if self._setting_up:
            self._made[self._setting_up[-1]].append(folder)
        return folder

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """Notes whose folders are made now."""
        self._setting_up.append(fixturedef)
        try:
            return (yield)
        finally:
            self._setting_up.pop()

    def pytest_fixture_post_finalizer(self, fixturedef: Any) -> None:
        """Removes what that fixture made."""
        for folder in self._made.pop(fixturedef, ()):
            if fixturedef.argname != "tmp_path":
                shutil.rmtree(folder, ignore_errors=True)
