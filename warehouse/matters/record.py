"""The matters that the steps on record tell; see `warehouse/chain` for the record."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from warehouse.chain import Chain, OnRecord, read_chain, read_kept
from warehouse.matters.matters import Matter, matters_of
from warehouse.settings import Settings

PROCESS = Chain("process", "matter")


@dataclass(frozen=True)
class ProcessRecord(OnRecord):
    """What the store holds of due process."""

    @property
    def matters(self) -> dict[str, Matter]:
        """The matters it tells, by their number."""
        return matters_of(self.events)


def read_process(settings: Settings) -> ProcessRecord:
    """Reads and checks the whole record; empty where there is no store yet."""
    return ProcessRecord(**vars(read_kept(PROCESS, settings)))


def process_in(settings: Settings, connection: sqlite3.Connection) -> ProcessRecord:
    """Reads and checks the record through an open connection."""
    found = read_chain(PROCESS, settings, connection)
    return ProcessRecord(**vars(found))
