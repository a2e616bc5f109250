"""A matter as the steps on record leave it: what no arrow allows has no effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from warehouse.chain import Event, Step
from warehouse.matters import steps


@dataclass(frozen=True)
class Matter:
    """One flag about one officer and all that came of it.

    Attributes:
        code: Number of the matter.
        kind: One of `steps.KINDS`.
        unit_key: Office of the officer when it was opened.
        steps: Every step that counted, in order.
    """

    code: str
    kind: str
    unit_key: str
    steps: tuple[Step, ...]

    @property
    def state(self) -> str:
        """Where it stands."""
        return self.steps[-1].state

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes a step."""
        return self.state in steps.OPEN_STATES

    @property
    def officer_code(self) -> str:
        """The officer; empty once forgotten."""
        return self.steps[0].event.said("officer_code")

    @property
    def evidence(self) -> str:
        """What names its evidence; empty once forgotten."""
        return self.steps[0].event.said("evidence")

    @property
    def opened_on(self) -> date:
        """Day of the flag."""
        return self.steps[0].event.day

    @property
    def since(self) -> date:
        """Day it came into its state."""
        return self.steps[-1].event.day

    @property
    def round(self) -> int:
        """1, and one more with each appeal."""
        return 1 + sum(step.event.action == "appeal" for step in self.steps)

    def last(self, *states: str) -> Step | None:
        """The latest step into one of some states; None if there is none."""
        found = [step for step in self.steps if step.state in states]
        return found[-1] if found else None

    def of_round(self) -> tuple[Step, ...]:
        """The steps since the flag or the last appeal."""
        starts = [n for n, step in enumerate(self.steps) if step.state == steps.FLAGGED]
        return self.steps[starts[-1] :]

    def days_in_states(self, until: date) -> list[tuple[str, int]]:
        """Each state with the days the matter was in it, the last up to a day."""
        days = [step.event.day for step in self.steps] + [until]
        ended = self.state not in steps.OPEN_STATES
        return [
            (step.state, 0 if ended and step is self.steps[-1] else (end - start).days)
            for step, start, end in zip(self.steps, days, days[1:], strict=False)
        ]


def matters_of(events: Iterable[Event]) -> dict[str, Matter]:
    """The matters a record tells, by their number.

    An event that no arrow allows from where the matter stands is passed over.
    """
    found: dict[str, Matter] = {}
    for _ in _strays(events, found):
        pass
    return found


def strays_of(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that no arrow allowed from where their matter stood, in order."""
    return tuple(_strays(events, {}))


def _strays(events: Iterable[Event], found: dict[str, Matter]) -> Iterator[Event]:
    """Takes matters on, step by step, and gives each event that moves none."""
    for event in events:
        matter = found.get(event.subject)
        state = matter.state if matter else None
        arrow = steps.arrow_from(state, event.role, event.action)
        if arrow is None:
            yield event
            continue
        step = Step(event, arrow.to)
        if matter:
            found[event.subject] = replace(matter, steps=(*matter.steps, step))
        else:
            named = (event.subject, event.kind, event.unit_key)
            found[event.subject] = Matter(*named, (step,))
