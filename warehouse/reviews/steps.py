"""The states of a review and the only arrows between them, as a table.

draft → submitted → confirmed → released. The unit's leader writes and submits; the
steward confirms that the frozen figures rest on complete data, or sends them back; the
Front may add its remarks until the release; the committee returns or releases. What is
returned, with its reason, is written again before it is submitted again. What no arrow
allows does not exist, whoever writes it.
"""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.rights import FRONT

DRAFT, SUBMITTED, CONFIRMED = "draft", "submitted", "confirmed"
RETURNED, RELEASED = "returned", "released"
WRITE, SUBMIT, CONFIRM, DOUBT = "write", "submit", "confirm", "doubt"
REMARK, RETURN, RELEASE = "remark", "return", "release"
STATES = (DRAFT, SUBMITTED, CONFIRMED, RETURNED, RELEASED)
WAITING = (SUBMITTED, CONFIRMED)
"""States in which a review lies with others than its writer."""


@dataclass(frozen=True)
class Arrow:
    """One way from a state to the next.

    Attributes:
        action: Its name.
        role: The only role that goes it.
        after: States it starts from; `None` is where there is no review yet.
        to: The state it leads to.
        needs_text: A reason in words is required.
        is_former: Gone before the steward's step was there: read, never taken anew.
    """

    action: str
    role: str
    after: tuple[str | None, ...]
    to: str
    needs_text: bool = False
    is_former: bool = False


ARROWS = (
    Arrow(WRITE, "leader", (None, DRAFT, RETURNED), DRAFT),
    Arrow(SUBMIT, "leader", (DRAFT,), SUBMITTED),
    Arrow(CONFIRM, "steward", (SUBMITTED,), CONFIRMED),
    Arrow(DOUBT, "steward", (SUBMITTED,), RETURNED, needs_text=True),
    Arrow(REMARK, FRONT, (SUBMITTED,), SUBMITTED, needs_text=True),
    Arrow(REMARK, FRONT, (CONFIRMED,), CONFIRMED, needs_text=True),
    Arrow(RETURN, "committee", WAITING, RETURNED, needs_text=True),
    Arrow(RELEASE, "committee", (CONFIRMED,), RELEASED),
    Arrow(RELEASE, "committee", (SUBMITTED,), RELEASED, is_former=True),
)
ACTIONS = tuple(dict.fromkeys(arrow.action for arrow in ARROWS))


def arrow_from(state: str | None, role: str, action: str) -> Arrow | None:
    """The arrow that a role goes from a state by an action; None if there is none.

    Args:
        state: The state of the review; None where there is no review yet.
        role: Role of the account.
        action: One of `ACTIONS`.

    >>> arrow_from("submitted", "committee", "release") is None
    True
    """
    arrow = arrow_on_record(state, role, action)
    return None if arrow and arrow.is_former else arrow


def arrow_on_record(state: str | None, role: str, action: str) -> Arrow | None:
    """The arrow of a step on record, those of earlier versions included.

    >>> arrow_on_record("submitted", "committee", "release").to
    'released'
    """
    for arrow in ARROWS:
        if (arrow.action, arrow.role) == (action, role) and state in arrow.after:
            return arrow
    return None
