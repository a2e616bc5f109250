{# Leaves the dossiers that new files speak of; a full build leaves all. #}
{% macro of_touched_cases() -%}
    {%- if is_daily() -%}
        where
            case_code in (
                select t.case_code from {{ ref('stg_touched_cases') }} as t
            )
    {%- endif -%}
{%- endmacro %}

{# The same for ballots. #}
{% macro of_touched_ballots() -%}
    {%- if is_daily() -%}
        where
            (wave_code, ballot_id) in (
                select
                    t.wave_code,
                    t.ballot_id
                from {{ ref('stg_touched_ballots') }} as t
            )
    {%- endif -%}
{%- endmacro %}

{# Whether a row belongs to a wave whose ballots changed since the published build;
   in a full build every row does. #}
{% macro is_in_changed_wave() -%}
    {%- if is_daily() -%}
        wave_code in (
            select w.wave_code from {{ ref('int_changed_waves') }} as w
        )
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{# The same for months. #}
{% macro is_in_changed_month(day) -%}
    {%- if is_daily() -%}
        cast(date_trunc('month', {{ day }}) as date) in (
            select m.month from {{ ref('int_changed_months') }} as m
        )
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{# The same for periods: leaves those that hold a changed month. #}
{% macro of_changed_periods() -%}
    {%- if is_daily() -%}
        where period in (
            select c.period from {{ ref('int_changed_periods') }} as c
        )
    {%- endif -%}
{%- endmacro %}
