"""The planted province: built once for all who compare marts with its truth."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.warehouse.builds.planted_province import Province, open_province
from warehouse.settings import Settings


@pytest.fixture(scope="package")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    home = tmp_path_factory.mktemp("planted")
    with open_province(Settings(home=home)) as opened:
        yield opened
