{# What names one thing of each small kind. #}
{% macro list_keys() %}
    {{- return({
        'unit': ['unit_code', 'valid_from'],
        'unit_succession': ['old_code', 'new_code', 'effective_date'],
        'officer': ['officer_code', 'unit_code', 'valid_from'],
        'procedure': ['procedure_code', 'valid_from'],
        'calendar_day': ['day', 'unit_code'],
        'wave': ['wave_code'],
        'item': ['instrument', 'item_code'],
        'offered': ['wave_code', 'unit_code', 'day', 'channel'],
        'monthly_report': [
            'unit_code', "date_trunc('month', month)", "coalesce(field, 'all')",
        ],
        'target': ['unit_code', 'indicator', 'period'],
        'index_mark': [
            'index_code', 'component', 'period',
            'case when officer_code is null then unit_code end', 'officer_code',
        ],
        'letter': [
            'letter_kind', 'unit_code', 'sent_on', 'case_code', 'petition_code',
        ],
        'commitment': ['officer_code', 'signed_on', 'commitment_set'],
        'meeting': [
            'kind', 'unit_code', 'coalesce(planned_on, held_on)', 'place',
        ],
        'reminder': [
            'officer_code', 'given_on', 'kind', "coalesce(reason, 'other')",
        ],
        'readiness_check': ['unit_code', 'requirement_code', 'checked_on'],
    }) -}}
{% endmacro %}

{# What tells the later of two rows: the day of their lists, else what can only
   be known later, as the end of a posting or that a planned meeting was held. #}
{% macro later_by(kind) %}
    {%- set further = {
        'unit': ['valid_to is not null'],
        'officer': ['valid_to is not null'],
        'procedure': ['valid_to is not null'],
        'target': ['achieved is not null'],
        'index_mark': ['verified_score is not null'],
        'meeting': ['held_on'],
    } -%}
    {%- set terms = ['stated_on'] + further.get(kind, []) -%}
    {{- return(terms | join(' desc nulls last, ') ~ ' desc nulls last') -}}
{% endmacro %}

{# Keeps one row for each key: of the list that speaks of the later day; where
   the days are the same or not told, one by its content, never by who loaded
   when, and dq_conflicts tells it. Only for small kinds. #}
{% macro told_last(kind) -%}
    qualify row_number() over (
        partition by {{ list_keys()[kind] | join(', ') }}
        order by {{ later_by(kind) }}, _row_md5 desc
    ) = 1
{%- endmacro %}

{# All rows of a small kind: which one counts for its key, and which others could,
   because nothing tells which is the later. #}
{% macro told_rows(kind) -%}
    select
        '{{ kind }}' as row_kind,
        {% set texts = [] -%}
        {% for part in list_keys()[kind] -%}
            {% do texts.append("coalesce(cast(" ~ part ~ " as varchar), '')") -%}
        {% endfor -%}
        {{ texts | join(" || '@' || ") }} as row_key,
        stated_on,
        _file_sha256 as file_sha256,
        _line as line,
        row_number() over (
            partition by {{ list_keys()[kind] | join(', ') }}
            order by {{ later_by(kind) }}, _row_md5 desc
        ) = 1 as is_told_last,
        rank() over (
            partition by {{ list_keys()[kind] | join(', ') }}
            order by {{ later_by(kind) }}
        ) = 1 as is_candidate
    from {{ source('raw', kind) }}
{%- endmacro %}
