"""What those who did not answer could change: bounds of a share, a turning point."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.statistics.probability.distributions import NAN, ratio
from warehouse.statistics.probability.share_intervals import count_fault
from warehouse.statistics.reasons import Reason

# Below this part of answers the silent are spoken of beside the share.
LOW_RESPONSE = 0.6


@dataclass(frozen=True, slots=True)
class NonresponseBounds:
    """What the share could be if those who kept silent had answered.

    Attributes:
        response_rate: responded / eligible, 0..1.
        share: satisfied / responded, 0..1.
        lower: Share if every silent person were dissatisfied.
        upper: Share if every silent person were satisfied (what official
            indicators that count silence as satisfaction report).
        nr_bias_if_gap: Bias of `share` if silent people were lower by the
            assumed gap.
        reason: Why a field is nan.
    """

    response_rate: float
    share: float
    lower: float
    upper: float
    nr_bias_if_gap: float
    reason: Reason = Reason.NONE


def nonresponse_bounds(
    eligible: float, responded: float, satisfied: float, assumed_gap: float = 0.0
) -> NonresponseBounds:
    """Worst-case bounds of a share under non-response.

    Source: Manski (1989), J Human Resources 24:343: [p·r, p·r + 1 − r]. Lay
    meaning: with 40 % answering, the 60 % silent could move the figure this
    far. Weakness: so wide at low response that they say little else.

    Args:
        eligible: People who could have answered (cases returned).
        responded: Valid answers.
        satisfied: Satisfied answers.
        assumed_gap: How much lower the silent people's share is assumed, 0..1.
    """
    rate = float(ratio(responded, eligible))
    share = float(ratio(satisfied, responded))
    lower = share * rate
    fault = count_fault(responded, eligible) or count_fault(satisfied, responded)
    if fault is Reason.OUT_OF_RANGE:
        return NonresponseBounds(NAN, NAN, NAN, NAN, NAN, fault)
    upper = lower + 1 - rate
    bias = (1 - rate) * assumed_gap
    return NonresponseBounds(rate, share, lower, upper, bias, fault)


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
