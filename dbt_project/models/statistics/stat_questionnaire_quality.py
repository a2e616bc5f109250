"""Do the questions of a factor hang together, wave by wave.

Grain: wave_code, criterion_code.
"""

from warehouse.statistics.frames.questionnaire_quality import questionnaire_quality


def model(dbt, session):
    dbt.config(materialized="table")
    return questionnaire_quality(
        patterns=dbt.ref("agg_factor_patterns").df(),
        waves=dbt.ref("dim_waves").df(),
    )
