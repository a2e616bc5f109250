"""Chains of signed rows that do not hold: of the audit record, of steps, of the Front.

Each row of a chain signs the one before it. Where one was edited, moved or taken out,
a copy of the store would keep what somebody changed as if it were what was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse import audit
from warehouse.chain import Chain, OnRecord
from warehouse.custody.batches import read_chain
from warehouse.custody.releases import forged_statements
from warehouse.errors import AuditError, DamagedError
from warehouse.matters.record import PROCESS, read_process
from warehouse.notes.record import NOTES, read_notes
from warehouse.reviews.record import REVIEWS, read_reviews
from warehouse.settings import Settings
from warehouse.stores.keys import has_secret
from warehouse.waves.signed_designs import design_faults

_STEPS: tuple[tuple[Chain, Callable[[Settings], OnRecord]], ...] = (
    (PROCESS, read_process),
    (REVIEWS, read_reviews),
    (NOTES, read_notes),
)
"""Every chain of steps, and what reads it through."""


@dataclass(frozen=True)
class BrokenChain:
    """A chain that does not hold.

    Attributes:
        store: The file it stands in.
        chain: audit, process, review, note, batch, release, or what of a wave's design.
        problem: Where it breaks, and how.
    """

    store: Path
    chain: str
    problem: str


def broken_chains(settings: Settings) -> list[BrokenChain]:
    """Reads every chain of a home through.

    What a key outside the stores signed cannot be checked without it: in a home
    without its secret no chain is broken.

    Raises:
        AuditError: The audit record cannot be read.
        DamagedError: The store of accounts cannot be read.
    """
    return [*_of_the_record(settings), *broken_in_store(settings)]


def _of_the_record(settings: Settings) -> Iterator[BrokenChain]:
    if not settings.audit_path.exists() or not has_secret(settings):
        return
    try:
        found = audit.verify(settings)
    except AuditError as error:
        if error.thing == str(audit.anchors_path(settings)):
            return  # a copy of the record's heads, kept in a second place
        raise
    if not found.is_intact:
        problem = f"{found.first_bad_seq}: {found.problem}"
        yield BrokenChain(settings.audit_path, "audit", problem)


def broken_in_store(settings: Settings) -> Iterator[BrokenChain]:
    """Those of them that stand in the store of accounts."""
    path = settings.state_path
    if not path.exists() or not has_secret(settings):
        return
    for chain, read in _STEPS:
        if problem := read(settings).problem:
            yield BrokenChain(path, chain.name, problem)
    if (number := read_chain(settings).broken_at) is not None:
        yield BrokenChain(path, "batch", f"{number}: not signed, or not in its place")
    for number in forged_statements(settings):
        yield BrokenChain(path, "release", f"{number}: not signed, or not on record")
    for fault in design_faults(settings):
        yield BrokenChain(path, fault.what, f"{fault.place}: not as it was signed")


def refuse_if_broken(found: Sequence[BrokenChain]) -> None:
    """Lets nobody seal a chain that does not hold without knowing of it.

    Raises:
        DamagedError: A chain is broken.
    """
    for one in found:
        rule = "each row of a chain of signatures must be as it was signed"
        step = "look: thanthien doctor; copy it as it is: thanthien backup --as-it-is"
        value = f"{one.chain} {one.problem}"
        raise DamagedError(one.store.name, value, rule, step)
