"""Monthly series of each unit on a control chart, anew after each recorded step.

Grain: map, unit_key, measure, tool, month.
"""

from warehouse.statistics.frames.unit_signals import unit_signals


def model(dbt, session):
    dbt.config(materialized="table")
    return unit_signals(
        months=dbt.ref("agg_unit_months").df(),
        ballots=dbt.ref("agg_ballot_months").df(),
        pairs=dbt.ref("agg_month_pairs").df(),
        units=dbt.ref("dim_units").df(),
        build=dbt.ref("dim_build").df(),
    )
