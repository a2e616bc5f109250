{{ config(tags=['touched']) }}

-- depends_on: {{ ref('stg_case_versions') }}
with versions as (
    {% if is_daily() -%}
        select * from {{ ref('stg_touched_versions') }}
    {%- else -%}
        select * from {{ ref('stg_case_versions') }}
    {%- endif %}
),

ordered as (
    select
        *,
        case when due_at is not null then version_order end as due_order,
        case when finished_at is not null then version_order end
            as finished_order
    from versions
),

-- phase one of two: keys and small values only, no wide rows
int_case_firsts as (
    select
        case_code,
        max(version_order) as version_order,
        count(*) as n_versions,
        min_by(due_at, due_order) as first_due_at,
        min_by(finished_at, finished_order) as first_finished_at,
        max(case
            when status not in ('withdrawn', 'rejected', 'stopped')
                then extracted_on
        end) as last_open_on
    from ordered
    group by case_code
)

select * from int_case_firsts
