"""Two homes after the first bundle, for every file of these tests."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.security.bundles.two_homes import TwoHomes, two_homes


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> TwoHomes:
    """DL is released and taken, GS waits."""
    homes = two_homes(tmp_path_factory.mktemp("two"))
    homes.release("DL")
    homes.take(homes.bundle("1.bundle"))
    return homes


@pytest.fixture
def homes(released: TwoHomes, tmp_path: Path) -> TwoHomes:
    """The same in folders of its own."""
    front, province = tmp_path / "front" / "home", tmp_path / "province" / "home"
    shutil.copytree(released.front.home.parent, front.parent)
    shutil.copytree(released.province.home, province)
    return TwoHomes(
        replace(released.front, home=front),
        replace(released.province, home=province),
        released.signer,
    )
