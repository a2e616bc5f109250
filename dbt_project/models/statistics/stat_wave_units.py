"""What a survey of people says of each unit, by its design.

Grain: map, unit_key, wave_code, item_code.
"""

from warehouse.statistics.frames.wave_units import wave_units


def model(dbt, session):
    dbt.config(materialized="table")
    return wave_units(
        strata=dbt.ref("agg_wave_strata").df(),
        groups=dbt.ref("agg_wave_groups").df(),
        returned=dbt.ref("agg_wave_returned").df(),
        units=dbt.ref("dim_units").df(),
    )
