"""Which comparisons are judged together: families of corrections for many looks.

A family is one question over all units of one level, on one map. A page that lists
many units shows as many verdicts, of which luck alone gives some; `multiplicity` and
`verdicts` correct the p-values and marks of all rows that agree in these columns.
"""

CHANGE_FAMILY = ["map", "before_wave", "after_wave", "item_code", "unit_level"]
"""Changes between two waves."""

GAP_FAMILY = ["map", "item_code", "period", "unit_level"]
"""Gaps between an independent wave and the units' own ballots of a period."""
