"""Effect of the model over three or more waves, units having started at any time.

Grain: item_code.
"""

from warehouse.statistics.frames.staggered_effects import staggered_effects


def model(dbt, session):
    dbt.config(materialized="table")
    return staggered_effects(
        changes=dbt.ref("stat_before_after").df(),
        sources=dbt.ref("agg_pair_sources").df(),
        waves=dbt.ref("dim_waves").df(),
    )
