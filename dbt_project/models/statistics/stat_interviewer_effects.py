"""Whether people asked by one interviewer answer alike, wave by wave.

Grain: wave_code.
"""

from warehouse.statistics.frames.interviewer_effects import interviewer_effects


def model(dbt, session):
    dbt.config(materialized="table")
    return interviewer_effects(interviewers=dbt.ref("agg_interviewers").df())
