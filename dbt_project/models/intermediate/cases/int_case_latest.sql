{{ config(materialized='view', tags=['touched']) }}

{# An impossible day of receipt names no unit. #}
{% set day = "case
    when coalesce(v.date_fault, '') <> 'received_day_impossible'
        then cast(v.received_at as date)
end" -%}

-- depends_on: {{ ref('stg_case_versions') }}
with versions as (
    {% if is_daily() -%}
        select * from {{ ref('stg_touched_versions') }}
    {%- else -%}
        select * from {{ ref('stg_case_versions') }}
    {%- endif %}
),

firsts as (
    select * from {{ ref('int_case_firsts') }}
),

procedures as (
    select * from {{ ref('stg_procedures') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

-- phase two of two: the wide row of the last export, with each unit and the
-- procedure as they were on the day of receipt
int_case_latest as (
    select
        v.case_code,
        v.received_at,
        v.due_at,
        f.first_due_at,
        v.finished_at,
        f.first_finished_at,
        v.returned_at,
        v.extracted_on,
        f.n_versions,
        f.last_open_on,
        f.is_reopened,
        v.date_fault,
        v.status,
        v.channel,
        v.applicant_kind,
        v.source_is_late,
        v.officer_code,
        v.procedure_code,
        coalesce(p.procedure_group, 'none') as procedure_group,
        p.limit_working_days,
        v.receiving_unit_code,
        v.resolving_unit_code,
        v.residence_unit_code,
        receiving.unit_key as receiving_unit_key,
        resolving.unit_key as resolving_unit_key,
        residence.unit_key as residence_unit_key,
        coalesce(receiving.unit_code, resolving.unit_code) as unit_code,
        -- the office the citizen met answers for the dossier
        coalesce(receiving.unit_key, resolving.unit_key) as unit_key
    from versions as v
    inner join firsts as f
        on v.case_code = f.case_code and v.version_order = f.version_order
    left join procedures as p
        on
            v.procedure_code = p.procedure_code
            and cast(v.received_at as date) between p.valid_from and p.last_day
    left join units as receiving
        on {{ is_unit_named('v.receiving_unit_code', day, 'receiving') }}
    left join units as resolving
        on {{ is_unit_named('v.resolving_unit_code', day, 'resolving') }}
    left join units as residence
        on {{ is_unit_named('v.residence_unit_code', day, 'residence') }}
)

select * from int_case_latest
