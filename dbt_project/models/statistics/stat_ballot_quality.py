"""Service ballots ticked straight down one column, unit against unit.

Grain: unit_key.
"""

from warehouse.statistics.frames.ballot_quality import ballot_quality


def model(dbt, session):
    dbt.config(materialized="table")
    return ballot_quality(
        counts=dbt.ref("agg_ballot_quality").df(),
        build=dbt.ref("dim_build").df(),
        thresholds=dbt.ref("dim_thresholds").df(),
    )
