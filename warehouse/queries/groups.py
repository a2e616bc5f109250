"""For whom it changed: groups of people in one unit, each beside all others; and what
both waves would have been with the mix of work that was handed out.
"""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query, hiding_of_change, of_waves

_FIGURES = (
    "share_before",
    "share_before_low",
    "share_before_high",
    "share_after",
    "share_after_low",
    "share_after_high",
    "share_diff",
    "share_diff_low",
    "share_diff_high",
    "share_diff_alone_low",
    "share_diff_alone_high",
    "p_adjusted",
    "verdict",
    "gap_before",
    "gap_before_low",
    "gap_before_high",
    "gap_after",
    "gap_after_low",
    "gap_after_high",
    "gap_after_p_adjusted",
    "gap_after_verdict",
    "gap_change",
    "gap_change_low",
    "gap_change_high",
    "gap_change_p_adjusted",
    "gap_change_verdict",
)

_ON_ONE_MIX = tuple(
    f"share_{name}_post{end}"
    for name, end in (
        ("before", ""),
        ("after", ""),
        ("diff", ""),
        ("diff", "_low"),
        ("diff", "_high"),
    )
)

_OF_ONE = """where
    map = $map
    and unit_key = $unit_key
    and item_code = $item_code
    and before_wave = $before_wave
    and after_wave = $after_wave"""
_PARAMS = of_waves("map", "unit_key", "item_code")

QUERIES = (
    Query(
        name="group_changes",
        subject="unit",
        sql=f"""
select
    map,
    unit_key,
    unit_level,
    item_code,
    before_wave,
    after_wave,
    group_kind,
    group_code,
    n_before,
    n_after,
    n_others_before,
    n_others_after,
    {", ".join(_FIGURES)},
    n_looks,
    is_comparable,
    not_comparable_reason,
from stat_group_changes
{_OF_ONE}
order by group_kind, group_code
""",
        params=_PARAMS,
        small=SmallNumbers(
            counts=("n_before", "n_after", "n_others_before", "n_others_after"),
            of="ballots",
            figures=_FIGURES,
            lattice="group",
        ),
    ),
    Query(
        name="change_on_one_mix",
        subject="unit",
        sql=f"""
select
    map,
    unit_key,
    item_code,
    before_wave,
    after_wave,
    n_before,
    n_after,
    {", ".join(_ON_ONE_MIX)},
    post_reason,
from stat_before_after
{_OF_ONE}
""",
        params=_PARAMS,
        small=hiding_of_change(_ON_ONE_MIX),
    ),
)
