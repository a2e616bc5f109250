"""Both homes once for the folder: with builds they take a minute."""

from __future__ import annotations

import pytest

from tests.security.ways.planted_home import Planted, planted_homes
from tests.security.ways.waiting_homes import waiting_homes
from warehouse.settings import Settings


@pytest.fixture(scope="package")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """Both homes, nothing built, no list of units."""
    return planted_homes(tmp_path_factory.mktemp("l"), lists=False, builds=False)


@pytest.fixture(scope="package")
def built(tmp_path_factory: pytest.TempPathFactory, is_release: bool) -> Planted:
    """Both homes with a build."""
    if not is_release:
        pytest.skip("two whole builds; run with --release")
    return planted_homes(tmp_path_factory.mktemp("b"))


@pytest.fixture(scope="package")
def waiting(
    tmp_path_factory: pytest.TempPathFactory, is_release: bool
) -> tuple[Settings, Settings]:
    """Two built homes, alike but for the ballots of surveys that wait."""
    if not is_release:
        pytest.skip("two whole builds; run with --release")
    return waiting_homes(tmp_path_factory.mktemp("w"))
