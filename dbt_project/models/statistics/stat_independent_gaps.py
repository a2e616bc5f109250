"""The unit's own ballots against the independent survey of the same days.

Grain: map, unit_key, item_code, period.
"""

from warehouse.statistics.frames.independent_gaps import independent_gaps


def model(dbt, session):
    dbt.config(materialized="table")
    return independent_gaps(
        sources=dbt.ref("agg_gap_strata").df(),
        units=dbt.ref("dim_units").df(),
        thresholds=dbt.ref("dim_thresholds").df(),
    )
