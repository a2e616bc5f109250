"""Whether the port is free, before anything is changed for a server on it."""

from __future__ import annotations

import socket

from warehouse.errors import ThanThienError


def refuse_if_taken(host: str, port: int) -> None:
    """Does nothing if a server can listen there.

    Raises:
        ThanThienError: Another program listens on the port, or it may not be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as error:
            rule = "another program uses this port, or it may not be used"
            next_step = "choose another: --port NUMBER"
            raise ThanThienError("port", port, rule, next_step) from error
