"""The states of a review and the only arrows between them, as a table.

draft → submitted → released; the committee may return a submitted one, which needs
its reason: then it is written again before it is submitted again. What no arrow
allows does not exist, whoever writes it.
"""

from __future__ import annotations

from dataclasses import dataclass

DRAFT, SUBMITTED, RETURNED, RELEASED = "draft", "submitted", "returned", "released"
WRITE, SUBMIT, RETURN, RELEASE = "write", "submit", "return", "release"
STATES = (DRAFT, SUBMITTED, RETURNED, RELEASED)


@dataclass(frozen=True)
class Arrow:
    """One way from a state to the next.

    Attributes:
        action: Its name.
        role: The only role that goes it.
        after: States it starts from; `None` is where there is no review yet.
        to: The state it leads to.
        needs_text: A reason in words is required.
    """

    action: str
    role: str
    after: tuple[str | None, ...]
    to: str
    needs_text: bool = False


ARROWS = (
    Arrow(WRITE, "leader", (None, DRAFT, RETURNED), DRAFT),
    Arrow(SUBMIT, "leader", (DRAFT,), SUBMITTED),
    Arrow(RETURN, "committee", (SUBMITTED,), RETURNED, needs_text=True),
    Arrow(RELEASE, "committee", (SUBMITTED,), RELEASED),
)
ACTIONS = tuple(arrow.action for arrow in ARROWS)


def arrow_from(state: str | None, role: str, action: str) -> Arrow | None:
    """The arrow that a role goes from a state by an action; None if there is none.

    Args:
        state: The state of the review; None where there is no review yet.
        role: Role of the account.
        action: One of `ACTIONS`.

    >>> arrow_from("draft", "committee", "release") is None
    True
    """
    for arrow in ARROWS:
        if (arrow.action, arrow.role) == (action, role) and state in arrow.after:
            return arrow
    return None
