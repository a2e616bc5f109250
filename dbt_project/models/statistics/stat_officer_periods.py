"""Officers held against colleagues with the same work, period by period.

Grain: officer_code, period_type, period, measure.
"""

from warehouse.statistics.frames.officer_periods import officer_periods


def model(dbt, session):
    dbt.config(materialized="table")
    return officer_periods(
        cells=dbt.ref("agg_officer_cells").df(),
        ballots=dbt.ref("agg_officer_ballots").df(),
        pairs=dbt.ref("agg_officer_pairs").df(),
        repeats=dbt.ref("agg_officer_repeats").df(),
        periods=dbt.ref("dim_periods").df(),
        thresholds=dbt.ref("dim_thresholds").df(),
        flags=dbt.ref("dq_flags").df(),
    )
