"""Change of each group of people in each unit, beside all others of its kind.

Grain: map, unit_key, item_code, before_wave, after_wave, group_kind, group_code.
"""

from warehouse.statistics.frames.group_changes import group_changes


def model(dbt, session):
    dbt.config(materialized="table")
    return group_changes(
        sums=dbt.ref("agg_pair_respondents").df(),
        pairs=dbt.ref("dim_wave_pairs").df(),
        units=dbt.ref("dim_units").df(),
    )
