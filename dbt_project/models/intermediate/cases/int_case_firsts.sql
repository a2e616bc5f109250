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
            as finished_order,
        case when finished_at is not null then extracted_on end
            as finish_seen_on,
        case
            when
                finished_at is null
                and not {{ is_end_status("coalesce(status, 'received')") }}
                then extracted_on
        end as open_seen_on
    from versions
),

-- phase one of two: keys and small values only, no wide rows
firsts as (
    select
        case_code,
        max(version_order) as version_order,
        count(*) as n_versions,
        min_by(due_at, due_order) as first_due_at,
        min_by(finished_at, finished_order) as first_finished_at,
        max(case
            when status not in ('withdrawn', 'rejected', 'stopped')
                then extracted_on
        end) as last_open_on,
        max(open_seen_on) as open_seen_on,
        min(finish_seen_on) < max(open_seen_on) as is_reopened
    from ordered
    group by case_code
),

-- went back into work after an export that showed it finished: the finish
-- before that ended nothing
finished_again as (
    select
        o.case_code,
        min_by(o.finished_at, o.finished_order) as first_finished_at
    from ordered as o
    inner join firsts as f
        on o.case_code = f.case_code and o.finish_seen_on > f.open_seen_on
    where f.is_reopened
    group by o.case_code
),

int_case_firsts as (
    select
        f.case_code,
        f.version_order,
        f.n_versions,
        f.first_due_at,
        case
            when f.is_reopened then a.first_finished_at
            else f.first_finished_at
        end as first_finished_at,
        f.last_open_on,
        coalesce(f.is_reopened, false) as is_reopened
    from firsts as f
    left join finished_again as a on f.case_code = a.case_code
)

select * from int_case_firsts
