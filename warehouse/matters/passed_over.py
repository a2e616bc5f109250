"""Steps of due process that reach no figure: which matter, and why.

What no arrow allows, what nobody signed and what stands in a broken chain has no
effect; here it is named, so that nothing is without effect and without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.chain import Event
from warehouse.matters.matters import strays_of
from warehouse.matters.record import ProcessRecord

CHAIN_BROKEN, NO_ARROW, NOT_SIGNED = "chain_broken", "no_arrow", "not_signed"


@dataclass(frozen=True)
class PassedOver:
    """One step, or all the steps of a matter, that reach no figure.

    Attributes:
        matter_code: Number of the matter; None where a row names none that is known.
        seq: Number of the step on record; of the first one where all are meant. 0
            where the whole record is gone.
        why: `no_arrow` and `chain_broken` leave the whole matter out; `not_signed` is
            a row of a foreign hand, beside which the matter goes on.
    """

    matter_code: str | None
    seq: int
    why: str


def told(one: PassedOver) -> str:
    """Why and of which matter, for who looks at the record itself.

    >>> told(PassedOver("V00001", 7, NO_ARROW))
    'V00001: no_arrow'
    """
    return f"{one.matter_code or '?'}: {one.why}"


def passed_over(record: ProcessRecord) -> tuple[PassedOver, ...]:
    """All that a record holds and no figure does, in the order of the record."""
    found = [*_broken(record), *_strays(record), *_foreign(record)]
    return tuple(sorted(found, key=lambda one: (one.seq, one.why)))


def counted_events(record: ProcessRecord) -> tuple[Event, ...]:
    """Steps of the matters of which every step follows the arrows, in order."""
    if record.problem:
        return ()
    strayed = {event.subject for event in strays_of(record.events)}
    return tuple(event for event in record.events if event.subject not in strayed)


def _broken(record: ProcessRecord) -> Iterator[PassedOver]:
    if not record.problem:
        return
    first: dict[str, int] = {}
    for event in record.events:
        first.setdefault(event.subject, event.seq)
    for code, seq in first.items():
        yield PassedOver(code, seq, CHAIN_BROKEN)
    if not first:
        yield PassedOver(None, 0, CHAIN_BROKEN)


def _strays(record: ProcessRecord) -> Iterator[PassedOver]:
    if not record.problem:
        for event in strays_of(record.events):
            yield PassedOver(event.subject, event.seq, NO_ARROW)


def _foreign(record: ProcessRecord) -> Iterator[PassedOver]:
    """What a foreign hand wrote is never shown, unless it is a number of ours."""
    known = {event.subject for event in record.events}
    for seq, claimed in zip(record.foreign, record.claimed, strict=True):
        yield PassedOver(claimed if claimed in known else None, seq, NOT_SIGNED)
