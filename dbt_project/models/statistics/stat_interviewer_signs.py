"""Signs that the ballots of an interviewer need a look, against the others'.

Grain: wave_code, interviewer_code, sign.
"""

from warehouse.statistics.frames.interviewer_signs import interviewer_signs


def model(dbt, session):
    dbt.config(materialized="table")
    return interviewer_signs(
        signs=dbt.ref("agg_interviewer_signs").df(),
        waves=dbt.ref("dim_waves").df(),
        thresholds=dbt.ref("dim_thresholds").df(),
    )
