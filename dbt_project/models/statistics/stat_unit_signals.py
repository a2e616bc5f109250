"""Monthly series of each unit on a control chart, baseline before the model.

Grain: map, unit_key, measure, month.
"""

from warehouse.statistics.frames.unit_signals import unit_signals


def model(dbt, session):
    dbt.config(materialized="table")
    return unit_signals(
        months=dbt.ref("agg_unit_months").df(),
        units=dbt.ref("dim_units").df(),
        build=dbt.ref("dim_build").df(),
    )
