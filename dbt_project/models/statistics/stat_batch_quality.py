"""Service ballots that come in blocks, repeat one another, or agree too well.

Grain: unit_key, rule.
"""

from warehouse.statistics.frames.batch_quality import batch_quality


def model(dbt, session):
    dbt.config(materialized="table")
    return batch_quality(
        batches=dbt.ref("agg_ballot_batches").df(),
        months=dbt.ref("agg_unit_months").df(),
        build=dbt.ref("dim_build").df(),
        thresholds=dbt.ref("dim_thresholds").df(),
    )
