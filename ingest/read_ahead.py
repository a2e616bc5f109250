"""The files of a load, read one after another in a thread of their own.

While the database takes in one file, the next is already being read: a file of one
chunk would otherwise leave a processor idle from its last byte to its commit.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.find_spec import find_spec
from ingest.prefetch import prefetch
from ingest.spec import Spec
from ingest.table_plan import Chunk, ParentRows, layouts_of, read_chunks, read_parents
from warehouse.errors import SpecError, UnreadableFileError


@dataclass(frozen=True)
class Opened:
    """A file's spec is known and its parent sheets are read."""

    spec: Spec
    parents: list[ParentRows]


@dataclass(frozen=True)
class _Failed:
    error: UnreadableFileError | SpecError


class _Ended:
    pass


_Event = Opened | Chunk | _Failed | _Ended


class ReadAhead:
    """Gives each file's spec and chunks, in the order of the files.

    Args:
        files: Path and content hash of each file.
        specs: The spec that was named, or all known ones.
        is_named: Whether the caller named the spec.
        unwanted: Numbers of files that need no reading.
    """

    def __init__(
        self,
        files: Sequence[tuple[Path, str]],
        specs: Sequence[Spec],
        *,
        is_named: bool,
        unwanted: set[int],
    ) -> None:
        self._files = files
        self._specs = specs
        self._is_named = is_named
        self._unwanted = unwanted
        self._events = prefetch(self._all())

    def open(self, number: int) -> Opened:
        """Waits for a file's spec.

        Raises:
            UnreadableFileError: The file cannot be read.
            SpecError: No spec is certain, or it does not fit.
        """
        opened = self._next(number)
        assert isinstance(opened, Opened)
        return opened

    def chunks(self, number: int) -> Iterator[Chunk]:
        """A file's chunks, after `open`; raises as it does."""
        while isinstance(event := self._next(number), Chunk):
            yield event

    def leave(self, number: int) -> None:
        """Ends the reading of a file, if it goes on."""
        self._unwanted.add(number)

    def close(self) -> None:
        """Ends all reading and waits for the thread."""
        self._events.close()

    def _next(self, number: int) -> _Event:
        """The next event of a file; those of files left before are dropped."""
        of, event = next(self._events)
        while of != number:
            of, event = next(self._events)
        if isinstance(event, _Failed):
            raise event.error
        return event

    def _all(self) -> Generator[tuple[int, _Event], None, None]:
        for number, (path, sha256) in enumerate(self._files):
            if number in self._unwanted:
                continue
            try:
                for event in self._one(path, sha256):
                    if number in self._unwanted:
                        break
                    yield number, event
            except (UnreadableFileError, SpecError) as error:
                yield number, _Failed(error)

    def _one(self, path: Path, sha256: str) -> Iterator[_Event]:
        spec = self._specs[0] if self._is_named else find_spec(path, self._specs)
        yield Opened(spec, parents := read_parents(path, spec))
        yield from read_chunks(path, spec, sha256, layouts_of(parents))
        yield _Ended()
