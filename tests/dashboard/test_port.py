"""A port is looked at before accounts or files are changed for a server on it."""

from __future__ import annotations

import socket

import pytest

from dashboard.server.port import refuse_if_taken
from warehouse.errors import ThanThienError


def test_a_port_somebody_listens_on_is_refused_with_the_next_step() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ThanThienError, match="--port NUMBER") as raised:
            refuse_if_taken("127.0.0.1", port)
        assert str(port) in raised.value.message
    refuse_if_taken("127.0.0.1", port)


@pytest.mark.parametrize("port", [70_000, -1])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(ThanThienError):
        refuse_if_taken("127.0.0.1", port)
