"""One server for the whole folder: starting it takes seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.security.server import Server, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The running server with the probe page."""
    with running(tmp_path_factory.mktemp("home")) as started:
        yield started
