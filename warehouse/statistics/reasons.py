"""Why a figure is missing: one code per cause.

A result that cannot be computed holds nan and one of these codes, so a page, an
export and a report give the same reason. An empty code means "nothing missing".
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a value is nan or deserves caution; `NONE` when it does not."""

    NONE = ""
    # no valid answers
    EMPTY = "empty"
    # a single answer has no spread
    ONE_ANSWER = "one_answer"
    # a count is negative or larger than its total
    OUT_OF_RANGE = "out_of_range"
    # all answers are equal, so there is no spread to compare with
    CONSTANT = "constant"
    # the two waves do not overlap, so the estimate has no finite value
    SEPARATED = "separated"
    # the share is 0 % or 100 %: use the Wilson interval on effective n
    ALL_OR_NONE = "all_or_none"
    # one sampling cluster gives no standard error
    ONE_PSU = "one_psu"
    # a stratum has a single cluster: cautious estimate
    LONELY_PSU = "lonely_psu"
    # a stratum has more answers than people served
    OVERSAMPLED = "oversampled"
    # the input has missing values
    MISSING_VALUES = "missing_values"
    # a group of the population has no answers
    EMPTY_CELL = "empty_cell"
    # the explanatory variables repeat one another
    COLLINEAR = "collinear"
    # the iteration did not settle
    NO_CONVERGENCE = "no_convergence"
    # one group leaves nothing to compare
    ONE_GROUP = "one_group"
    # at least two questions with differing answers are needed
    TOO_FEW_ITEMS = "too_few_items"
    # one factor needs three questions and positive variances
    NOT_IDENTIFIED = "not_identified"
    # a setting is outside its range
    BAD_SETTING = "bad_setting"
    # the sample is smaller than the sum of the stratum minimums
    SAMPLE_BELOW_MINIMUM = "sample_below_minimum"
    # some units or months hold no ballots, or nothing varies
    NO_BALLOTS_OR_SPREAD = "no_ballots_or_spread"
    # no case or ballot to expect anything of
    NOTHING_EXPECTED = "nothing_expected"
    # no difference between units beyond chance
    NO_DIFFERENCE = "no_difference"
    # each unit is all satisfied or all not
    UNITS_ALL_OR_NONE = "units_all_or_none"
    # the series is too short on a side, or has a gap
    SHORT_SERIES = "short_series"
    # the points lie on a line exactly, so there is no error to measure
    NO_NOISE = "no_noise"
    # the order of the ballots can vary in no way
    FIXED_ORDER = "fixed_order"
    # no two ballots are equal
    NO_REPEATS = "no_repeats"
    # units changed exactly alike, so there is no error to measure
    NO_UNIT_SPREAD = "no_unit_spread"
    # the start dates allow no design that isolates the effect
    NO_DESIGN = "no_design"
    # a side has no unit, or no period before or after
    EMPTY_SIDE = "empty_side"
    # the trend before the start cannot be tested
    NO_PRETREND = "no_pretrend"
