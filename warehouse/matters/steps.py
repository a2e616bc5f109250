"""The states of a matter and the only arrows between them, as a table.

flagged → checked → heard → decided → informed → closed. A flag whose data do not hold
is withdrawn; an appeal begins a new round at `flagged`, so that nothing is skipped
the second time either. What no arrow allows does not exist, whoever writes it.
"""

from __future__ import annotations

from dataclasses import dataclass

FLAGGED, CHECKED, HEARD, DECIDED = "flagged", "checked", "heard", "decided"
INFORMED, CLOSED, WITHDRAWN, FORGOTTEN = "informed", "closed", "withdrawn", "forgotten"
STATES = (
    FLAGGED,
    CHECKED,
    HEARD,
    DECIDED,
    INFORMED,
    CLOSED,
    WITHDRAWN,
    FORGOTTEN,
)
OPEN_STATES = (FLAGGED, CHECKED, HEARD, DECIDED, INFORMED)
DECISIONS = ("coaching", "training", "transfer", "reminder", "measure", "none")
KINDS = ("low_satisfaction", "lateness", "upheld_complaints", "reminders")
"""What a flag rests on; each is a line of its own, never a part of a score."""

RETENTION = "retention"
"""The role of the program itself when the time of a closed matter is over."""


@dataclass(frozen=True)
class Arrow:
    """One way from a state to the next.

    Attributes:
        action: Its name.
        role: The only role that goes it.
        after: States it starts from; none for the opening.
        to: The state it leads to.
        needs_text: A reason in words is required.
        waits_for: Term that must be over since the state began; empty for none.
        within: Term that must not be over since the officer was informed.
    """

    action: str
    role: str
    after: tuple[str, ...]
    to: str
    needs_text: bool = False
    waits_for: str = ""
    within: str = ""


ARROWS = (
    Arrow("open", "leader", (), FLAGGED),
    Arrow("confirm", "steward", (FLAGGED,), CHECKED),
    Arrow("withdraw", "steward", (FLAGGED,), WITHDRAWN, needs_text=True),
    Arrow("reply", "officer", (CHECKED,), HEARD, needs_text=True),
    Arrow("note_silence", "leader", (CHECKED,), HEARD, waits_for="reply"),
    Arrow("decide", "leader", (HEARD,), DECIDED, needs_text=True),
    Arrow("sign", "officer", (DECIDED,), INFORMED),
    Arrow("note_unsigned", "leader", (DECIDED,), INFORMED, waits_for="sign"),
    Arrow("close", "leader", (INFORMED,), CLOSED),
    Arrow(
        "appeal",
        "officer",
        (INFORMED, CLOSED),
        FLAGGED,
        needs_text=True,
        within="appeal",
    ),
    Arrow("forget", RETENTION, (CLOSED, WITHDRAWN), FORGOTTEN, waits_for="keep"),
)
ACTIONS = tuple(arrow.action for arrow in ARROWS)


def arrow_from(state: str | None, role: str, action: str) -> Arrow | None:
    """The arrow that a role goes from a state by an action; None if there is none.

    Args:
        state: The state of the matter; None where there is no matter yet.
        role: Role of the account.
        action: One of `ACTIONS`.

    >>> arrow_from("flagged", "leader", "decide") is None
    True
    """
    for arrow in ARROWS:
        starts = state in arrow.after if state else not arrow.after
        if arrow.action == action and arrow.role == role and starts:
            return arrow
    return None
