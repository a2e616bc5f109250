"""What those who did not answer would have to think for a verdict to turn."""

from __future__ import annotations

# Below this part of answers the silent are spoken of beside the share.
LOW_RESPONSE = 0.6


def turning_share(
    share_before: float, share_after: float, response_rate: float
) -> float | None:
    """Share of the silent after at which the whole is as satisfied as before.

    Solves r · after + (1 − r) · s = before for s. Lay meaning: the rise would be none
    if fewer of the silent than this are satisfied. Weakness: takes the share before
    as it was seen, though some were silent then too.

    Args:
        share_before, share_after: Shares of those who answered, 0..1.
        response_rate: Part of those asked after who answered, 0..1.

    Returns:
        The share, 0..1; None where no share of the silent would turn the verdict.
    """
    if not 0 < response_rate < 1:
        return None
    turning = (share_before - response_rate * share_after) / (1 - response_rate)
    return turning if 0 <= turning <= 1 else None
