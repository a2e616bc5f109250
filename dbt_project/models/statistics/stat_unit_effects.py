"""What the model changed beyond what happened to units that had not started.

Grain: outcome, design.
"""

from warehouse.statistics.frames.unit_effects import unit_effects


def model(dbt, session):
    dbt.config(materialized="table")
    return unit_effects(
        months=dbt.ref("agg_unit_months").df(),
        ballots=dbt.ref("agg_ballot_months").df(),
        units=dbt.ref("dim_units").df(),
        thresholds=dbt.ref("dim_thresholds").df(),
        build=dbt.ref("dim_build").df(),
    )
