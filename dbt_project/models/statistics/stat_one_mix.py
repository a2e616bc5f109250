"""Before and after restated to one mix of work: each procedure group of each unit
counts by the cases it serves, in both waves alike.

Grain: map, unit_key, item_code, before_wave, after_wave.
"""

from warehouse.statistics.frames.one_mix import one_mix


def model(dbt, session):
    dbt.config(materialized="table")
    return one_mix(
        groups=dbt.ref("agg_pair_groups").df(),
        pairs=dbt.ref("dim_wave_pairs").df(),
        criteria=dbt.ref("dim_criteria").df(),
        ancestors=dbt.ref("int_unit_ancestors").df(),
    )
