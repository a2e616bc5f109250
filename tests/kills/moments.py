"""Named moments of a process: whatever it does to a file or a store, before and after.

A moment is a crash point of the program, a file opened for writing, renamed, removed,
put on the disk, or a statement that writes, given to SQLite or DuckDB. The names of
one run are the places where the next may end.
"""

from __future__ import annotations

import builtins
import functools
import io
import os
import re
import signal
import sqlite3
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from warehouse.stores import run_sql as statements

ROOMS = ("warehouse", "ingest", "dashboard")
TOKEN = re.compile(r"\d{8}T\d{6}Z(-\d{1,3})?(?![0-9a-f])|[0-9a-f]{8,}")
"""What is new in each run in the name of a file."""
_WRITES = re.compile(
    r"\s*(insert|update|delete|create|commit|begin|drop|alter|checkpoint|copy)", re.I
)
Meet = Callable[[str], None]
Moment = tuple[str, int]
"""Its name, and the how manieth of that name."""


class Watch:
    """Names the moments of this process, and ends it at one.

    Args:
        root: Files below it are looked at.
        end_at: Where it ends as by `kill -9`; None: nowhere.
    """

    def __init__(self, root: Path, end_at: Moment | None = None) -> None:
        self.names: list[str] = []
        self._root = str(root)
        self._end_at = end_at
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Looks from here on; there is no way back: the process is made for it."""
        for name, module in list(sys.modules.items()):
            if name.split(".")[0] in ROOMS:
                self._watch_module(name.rpartition(".")[2], module)
        for verb in ("replace", "rename", "link", "unlink", "remove", "rmdir", "mkdir"):
            setattr(os, verb, self._around(verb, getattr(os, verb)))
        os.fsync = self._fsync(os.fsync)  # type: ignore[assignment]
        os.open = self._opened(os.open)
        io.open = builtins.open = self._opened(io.open)
        sqlite3.connect = self._connected(sqlite3.connect)

    def meet(self, name: str) -> None:
        """One moment."""
        with self._lock:
            self._counts[name] += 1
            self.names.append(name)
            if self._end_at == (name, self._counts[name]):
                os.kill(os.getpid(), signal.SIGKILL)

    def _watch_module(self, short: str, module: Any) -> None:
        if hasattr(module, "crash_point"):
            module.crash_point = lambda name: self.meet(f"{short}: {name}")
        if getattr(module, "run_sql", None) is statements.run_sql:
            module.run_sql = self._statement(statements.run_sql)

    def _around(self, verb: str, act: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(act)
        def wrapped(path: Any, *more: Any, **named: Any) -> Any:
            shown = self._name(more[0] if more and verb != "mkdir" else path)
            if shown is None and named.get("dir_fd") is None:
                return act(path, *more, **named)
            shown = shown or "of a folder"
            self.meet(f"before {verb} {shown}")
            done = act(path, *more, **named)
            self.meet(f"after {verb} {shown}")
            return done

        return wrapped

    def _fsync(self, act: Callable[[Any], None]) -> Callable[[Any], None]:
        def wrapped(handle: Any) -> None:
            number = handle if isinstance(handle, int) else handle.fileno()
            shown = self._name(os.readlink(f"/proc/self/fd/{number}"))
            if shown is not None:
                self.meet(f"before fsync {shown}")
            act(handle)

        return wrapped

    def _opened(self, act: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(act)
        def wrapped(path: Any, *more: Any, **named: Any) -> Any:
            done = act(path, *more, **named)
            how = more[0] if more else named.get("mode", "r")
            is_written = (
                bool(how & (os.O_WRONLY | os.O_RDWR))
                if isinstance(how, int)
                else any(sign in how for sign in "wax+")
            )
            if is_written and (shown := self._name(path)) is not None:
                self.meet(f"opened {shown}")
            return done

        return wrapped

    def _statement(self, act: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(act)
        def wrapped(connection: Any, text: str, values: Any = None) -> Any:
            done = act(connection, text, values)
            if not isinstance(connection, sqlite3.Connection) and _WRITES.match(text):
                self.meet(f"after {_words(text)}")
            return done

        return wrapped

    def _connected(self, act: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(act)
        def wrapped(path: Any, *more: Any, **named: Any) -> Any:
            connection = act(path, *more, **named)
            if (store := self._name(path)) is not None:
                connection.set_trace_callback(functools.partial(self._traced, store))
            return connection

        return wrapped

    def _traced(self, store: str, text: str) -> None:
        if _WRITES.match(text):
            self.meet(f"{store}: before {_words(text)}")

    def _name(self, path: object) -> str | None:
        """A path below the root, without what is new in each run."""
        if not isinstance(path, str | os.PathLike):
            return None
        text = os.fspath(path)
        if not isinstance(text, str) or not text.startswith(f"{self._root}/"):
            return None
        return TOKEN.sub("*", text[len(self._root) + 1 :])


def _words(text: str) -> str:
    """The first words of a statement."""
    return TOKEN.sub("*", " ".join(text.split("(")[0].lower().split()[:3]))
