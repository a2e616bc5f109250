"""A relay in front of a server that counts what passes: requests and bytes answered."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_REQUEST = re.compile(rb"(?:GET|HEAD|POST|PUT|DELETE) (/\S*) HTTP/1\.1\r\n")
_CHUNK_BYTES = 1 << 16


@dataclass
class Counted:
    """What passed so far.

    Attributes:
        port: Where to come.
        n_bytes: All the server sent, headers included.
        paths: Address of each request, in order.
    """

    port: int
    n_bytes: int = 0
    paths: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The relay's address."""
        return f"http://127.0.0.1:{self.port}"


def listening() -> socket.socket:
    """A socket on a free port: the server must be told of it before it starts."""
    return socket.create_server(("127.0.0.1", 0))


@contextmanager
def relayed(front: socket.socket, port: int) -> Iterator[Counted]:
    """Passes everything on to `port` of this machine until the block ends."""
    counted = Counted(front.getsockname()[1])
    threading.Thread(target=_accept, args=(front, port, counted), daemon=True).start()
    yield counted
    front.close()


def _accept(front: socket.socket, port: int, counted: Counted) -> None:
    with suppress(OSError):
        while True:
            near, _ = front.accept()
            far = socket.create_connection(("127.0.0.1", port))
            for one, other, note in ((near, far, _asked), (far, near, _answered)):
                arguments = (one, other, note, counted)
                threading.Thread(target=_pass, args=arguments, daemon=True).start()


def _pass(
    one: socket.socket,
    other: socket.socket,
    note: Callable[[Counted, bytes], None],
    counted: Counted,
) -> None:
    with suppress(OSError):
        while content := one.recv(_CHUNK_BYTES):
            note(counted, content)
            other.sendall(content)
        other.shutdown(socket.SHUT_WR)


def _asked(counted: Counted, content: bytes) -> None:
    counted.paths += [path.decode() for path in _REQUEST.findall(content)]


def _answered(counted: Counted, content: bytes) -> None:
    counted.n_bytes += len(content)
