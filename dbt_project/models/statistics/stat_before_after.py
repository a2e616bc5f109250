"""Change of each item in each unit between a wave before and a wave after.

Grain: map, unit_key, item_code, before_wave, after_wave.
"""

from warehouse.statistics.frames.before_after import before_after


def model(dbt, session):
    dbt.config(materialized="table")
    return before_after(
        levels=dbt.ref("agg_pair_levels").df(),
        moments=dbt.ref("agg_pair_moments").df(),
        pairs=dbt.ref("dim_wave_pairs").df(),
        one_mix=dbt.ref("stat_one_mix").df(),
        units=dbt.ref("dim_units").df(),
    )
