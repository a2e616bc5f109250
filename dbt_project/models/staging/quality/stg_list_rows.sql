{{ config(materialized='table') }}

{% set kinds = [
    'unit', 'unit_succession', 'officer', 'procedure', 'calendar_day', 'wave',
    'item', 'offered', 'monthly_report', 'target', 'index_mark', 'letter',
    'commitment', 'meeting', 'reminder', 'readiness_check',
] -%}

-- small kinds alone, as they were told
with stg_list_rows as (
    {% for kind in kinds %}
        {{ told_rows(kind) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from stg_list_rows
