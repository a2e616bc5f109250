"""The files of a load, read in one thread and mapped in the next, one after another.

While raw takes in one chunk, the next is being mapped and the one after it read, be
they of one file or of several: each waits for nothing but the slowest of the three.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ingest.files.workbooks.process import WorkbookProcesses
from ingest.loading.given_units import GivenUnits
from ingest.loading.prefetch import prefetch
from ingest.mapping.keyed_hash import Key
from ingest.mapping.map_chunk import MappedChunk, Mapper
from ingest.mapping.parents import ParentRows, layouts_of, read_parents
from ingest.mapping.table_plan import Chunk, read_chunks
from ingest.spec.find_spec import find_spec
from ingest.spec.spec import Spec
from warehouse.errors import SpecError, UnreadableFileError

_DEPTH = 8
"""Chunks, and marks of where a file begins and ends, that wait before each thread.

With fewer, one processor waits while raw is written; memory grows with them.
"""


@dataclass(frozen=True)
class Opened:
    """A file's spec is known and its parent sheets are read."""

    path: Path
    spec: Spec
    parents: list[ParentRows]


@dataclass(frozen=True)
class _Failed:
    error: UnreadableFileError | SpecError


class _Ended:
    pass


_Event = Opened | Chunk | MappedChunk | _Failed | _Ended
_Numbered = Generator[tuple[int, _Event], None, None]


Progress = Callable[[str, int, int], None]
"""Called with the file's name, its data rows read so far, and those taken in."""


class RowsSoFar:
    """Tells both counts at each change of either.

    Reading is ahead of taking in, and a file of a few chunks is read long before raw
    has it: one count alone stands still for most of a load.

    Args:
        progress: Called in the thread that reads and in the one that takes in; None
            where nobody looks on.
    """

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._n_read: Counter[str] = Counter()
        self._n_taken: Counter[str] = Counter()

    def read(self, name: str, n_rows: int) -> None:
        """So many rows of a file are read by now."""
        self._n_read[name] = n_rows
        self._tell(name)

    def taken(self, name: str, n_rows: int) -> None:
        """So many rows of a file are in raw, once its transaction ends."""
        self._n_taken[name] = n_rows
        self._tell(name)

    def _tell(self, name: str) -> None:
        if self._progress is not None:
            self._progress(name, self._n_read[name], self._n_taken[name])


class ReadAhead:
    """Gives each file's spec and chunks, in the order of the files.

    Args:
        files: Path and content hash of each file.
        specs: The spec that was named, or all known ones.
        is_named: Whether the caller named the spec.
        unwanted: Numbers of files that need no reading.
        mapper: Makes what maps their chunks; it is used in one thread.
        key: For hashes of who answered.
        told: Called with the number of a file and how many of its rows were read, in
            the thread that reads.

    Attributes:
        given_units: Unit lists among the files, for names in the files behind them.
    """

    def __init__(
        self,
        files: Sequence[tuple[Path, str]],
        specs: Sequence[Spec],
        *,
        is_named: bool,
        unwanted: set[int],
        mapper: Callable[[], Mapper],
        key: Key,
        told: Callable[[int, int], None] = lambda *_: None,
    ) -> None:
        self._files = files
        self._specs = specs
        self._is_named = is_named
        self._unwanted = unwanted
        self._mapper = mapper
        self._key = key
        self._told = told
        self.given_units = GivenUnits()
        self._events = prefetch(self._mapped(prefetch(self._read(), _DEPTH)), _DEPTH)

    def open(self, number: int) -> Opened:
        """Waits for a file's spec.

        Raises:
            UnreadableFileError: The file cannot be read.
            SpecError: No spec is certain, or it does not fit.
        """
        opened = self._next(number)
        assert isinstance(opened, Opened)
        return opened

    def chunks(self, number: int) -> Iterator[Chunk | MappedChunk]:
        """A file's chunks, after `open`; raises as it does.

        They are mapped, unless that takes the unit lists of raw as they stand then.
        """
        while isinstance(event := self._next(number), Chunk | MappedChunk):
            yield event

    def leave(self, number: int) -> None:
        """Ends the reading of a file, if it goes on."""
        self._unwanted.add(number)

    def close(self) -> None:
        """Ends all reading and waits for the threads."""
        self.given_units.end()
        self._events.close()

    def _next(self, number: int) -> _Event:
        """The next event of a file; those of files left before are dropped."""
        of, event = next(self._events)
        while of != number:
            of, event = next(self._events)
        if isinstance(event, _Failed):
            raise event.error
        return event

    def _mapped(self, events: _Numbered) -> _Numbered:
        """The same events, with chunks mapped."""
        with closing(events), closing(self._mapper()) as mapper:
            for number, event in events:
                if number in self._unwanted:
                    continue
                try:
                    if isinstance(event, Opened):
                        opened = event
                        self.given_units.expect(number, opened.spec)
                        yield number, opened
                        newer = self.given_units.newer(number, opened.spec)
                        if newer:
                            mapper.look_up_in(*newer)
                        if not opened.spec.looks_up_units:
                            mapper.start(opened.parents)
                    elif isinstance(event, Chunk) and not opened.spec.looks_up_units:
                        yield number, mapper.map(event, opened.path)
                    else:
                        yield number, event
                except (UnreadableFileError, SpecError) as error:
                    self._unwanted.add(number)
                    yield number, _Failed(error)

    def _read(self) -> _Numbered:
        with closing(WorkbookProcesses()) as processes:
            yield from self._read_with(processes)

    def _read_with(self, processes: WorkbookProcesses) -> _Numbered:
        for number in range(len(self._files)):
            if number in self._unwanted:
                continue
            try:
                for event in self._events_of_file(number, processes):
                    if number in self._unwanted:
                        break
                    yield number, event
            except (UnreadableFileError, SpecError) as error:
                yield number, _Failed(error)

    def _events_of_file(
        self, number: int, processes: WorkbookProcesses
    ) -> Iterator[_Event]:
        path, sha256 = self._files[number]
        if self._is_named:
            spec = self._specs[0]
        else:
            spec = find_spec(path, self._specs, processes)
        parents = read_parents(path, spec, self._key, processes)
        yield Opened(path, spec, parents)
        layouts = layouts_of(parents)
        yield from read_chunks(
            path,
            spec,
            sha256,
            layouts,
            self._key,
            processes,
            partial(self._told, number),
        )
        yield _Ended()


@dataclass(frozen=True)
class Reading:
    """One file's place in what is read ahead."""

    ahead: ReadAhead
    number: int

    def open(self) -> Opened:
        return self.ahead.open(self.number)

    def chunks(self) -> Iterator[Chunk | MappedChunk]:
        return self.ahead.chunks(self.number)

    def leave(self) -> None:
        self.ahead.leave(self.number)
