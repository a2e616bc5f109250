"""Effect of the model on satisfaction: units that started against units that did not.

Grain: before_wave, after_wave, item_code.
"""

from warehouse.statistics.frames.wave_effects import wave_effects


def model(dbt, session):
    dbt.config(materialized="table")
    return wave_effects(
        changes=dbt.ref("stat_before_after").df(),
        sources=dbt.ref("agg_pair_sources").df(),
    )
