{% set measures = [
    'n_received_all', 'n_received_online', 'n_received_at_home',
    'n_home_requested', 'n_home_served', 'n_home_days', 'n_reviewed',
    'n_simplified', 'n_review_days_saved', 'n_inspections',
    'n_inspections_by_head', 'n_findings', 'n_findings_closed',
    'n_recommendations', 'n_recommendations_answered',
    'n_recommendations_in_time', 'n_recommendations_done', 'n_trained',
    'n_office_days', 'n_staffed_days',
] -%}
{% set of_month = [
    ('requests', 'requested_on'), ('reviews', 'reviewed_on'),
    ('inspections', 'held_on'), ('recommendations', 'given_on'),
    ('trainings', 'held_on'),
] -%}

with cases as (
    select * from {{ ref('fct_cases') }}
),

requests as (
    select * from {{ ref('fct_home_requests') }}
),

reviews as (
    select * from {{ ref('fct_procedure_reviews') }}
    where unit_key is not null
),

inspections as (
    select * from {{ ref('fct_inspections') }}
),

recommendations as (
    select * from {{ ref('fct_recommendations') }}
),

trainings as (
    select * from {{ ref('fct_trainings') }}
),

postings as (
    select * from {{ ref('int_officer_postings') }}
),

working as (
    select * from {{ ref('int_unit_working_days') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

-- of a unit nothing is known before the first day a list of officers tells of
listed as (
    select
        unit_key,
        min(valid_from) as first_day
    from postings
    group by unit_key
),

office_days as (
    select
        w.unit_key,
        cast(date_trunc('month', w.day) as date) as month,
        count(distinct w.day) as n_office_days,
        count(distinct case when p.officer_code is not null then w.day end)
            as n_staffed_days
    from working as w
    cross join as_of as a
    inner join listed as l
        on w.unit_key = l.unit_key and w.day >= l.first_day
    left join postings as p
        on
            w.unit_key = p.unit_key
            and w.day between p.valid_from and p.last_day
    where w.day <= a.data_as_of
    group by w.unit_key, date_trunc('month', w.day)
),

received as (
    select
        unit_key,
        cast(date_trunc('month', received_at) as date) as month,
        count(*) as n_received_all,
        count(*) filter (where channel = 'online') as n_received_online,
        count(*) filter (where channel = 'home') as n_received_at_home
    from cases
    where unit_key is not null
    group by unit_key, date_trunc('month', received_at)
),

{% for name, day in of_month -%}
    {{ name }}_months as (
        select
            unit_key,
            cast(date_trunc('month', {{ day }}) as date) as month,
            {% if name == 'requests' -%}
                count(*) as n_home_requested,
                count(*) filter (where is_served) as n_home_served,
                sum(days_to_serve) as n_home_days
            {%- elif name == 'reviews' -%}
                count(*) as n_reviewed,
                count(*) filter (
                    where result in ('simplified', 'merged', 'dropped')
                ) as n_simplified,
                sum(days_saved) as n_review_days_saved
            {%- elif name == 'inspections' -%}
                count(*) as n_inspections,
                count(*) filter (where is_led_by_head) as n_inspections_by_head,
                sum(n_findings) as n_findings,
                sum(case
                    when n_closed <= n_findings then n_closed
                    when n_closed > n_findings then n_findings
                end) as n_findings_closed
            {%- elif name == 'recommendations' -%}
                count(*) as n_recommendations,
                count(*) filter (where answered_on is not null)
                    as n_recommendations_answered,
                count(*) filter (where is_answered_in_time)
                    as n_recommendations_in_time,
                count(*) filter (where done_on is not null)
                    as n_recommendations_done
            {%- else -%}
                count(*) as n_trained
            {%- endif %}
        from {{ name }}
        group by unit_key, date_trunc('month', {{ day }})
    ),

{% endfor -%}
joined as (
    select * from received
    full outer join office_days using (unit_key, month)
    {% for name, _ in of_month -%}
        full outer join {{ name }}_months using (unit_key, month)
    {% endfor %}
),

agg_unit_services as (
    {{ added_up_by_unit('joined', 'shares', measures) }}
)

select * from agg_unit_services
