"""Questions one by one: how often left open, how often at an end of the scale.

Grain: wave_code, item_code.
"""

from warehouse.statistics.frames.item_quality import item_quality


def model(dbt, session):
    dbt.config(materialized="table")
    return item_quality(
        answers=dbt.ref("agg_item_answers").df(),
    )
