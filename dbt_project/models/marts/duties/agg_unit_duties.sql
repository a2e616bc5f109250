{% set letters = ['apology', 'thanks', 'congratulation', 'condolence'] -%}
{% set meetings = ['reception', 'dialogue', 'field_visit'] -%}
{% set measures = [
    'n_letters_apology', 'n_letters_thanks', 'n_letters_congratulation',
    'n_letters_condolence', 'n_late_with_apology', 'n_meetings_reception',
    'n_meetings_dialogue', 'n_meetings_field_visit', 'n_meetings_missed',
    'n_meetings_led_by_head', 'n_issues_raised', 'n_issues_resolved',
    'n_meetings_closed', 'n_days_to_close', 'n_meetings_moved',
] -%}

with letters as (
    -- what names a dossier or petition that no list has is no letter sent
    select * from {{ ref('fct_letters') }}
    where is_matter_known
),

meetings as (
    select * from {{ ref('fct_meetings') }}
    where is_held is not null
),

moved as (
    select
        unit_key,
        cast(date_trunc('month', held_on) as date) as month,
        count(*) as n_meetings_moved
    from {{ ref('int_counted_meetings') }}
    where counted_on < held_on
    group by unit_key, date_trunc('month', held_on)
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

sent as (
    select
        unit_key,
        cast(date_trunc('month', sent_on) as date) as month,
        {% for kind in letters -%}
            count(*) filter (
                where letter_kind = '{{ kind }}'
            ) as n_letters_{{ kind }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from letters
    group by unit_key, date_trunc('month', sent_on)
),

-- beside the late dossiers of the month they were finished in
excused as (
    select
        case_unit_key as unit_key,
        case_month as month,
        count(*) as n_late_with_apology
    from letters
    where
        letter_kind = 'apology'
        and unit_key is not null
        and is_about_late_case
        and is_first_about_case
    group by case_unit_key, case_month
),

met as (
    select
        unit_key,
        cast(date_trunc('month', coalesce(held_on, planned_on)) as date)
            as month,
        {% for kind in meetings -%}
            count(*) filter (where kind = '{{ kind }}' and is_held)
                as n_meetings_{{ kind }},
        {% endfor -%}
        count(*) filter (where not is_held) as n_meetings_missed,
        count(*) filter (
            where is_held and is_led_by_head
        ) as n_meetings_led_by_head,
        sum(n_issues_raised) as n_issues_raised,
        -- of what was raised there, no more than that
        sum(case
            when n_issues_resolved <= n_issues_raised then n_issues_resolved
            when n_issues_resolved > n_issues_raised then n_issues_raised
        end) as n_issues_resolved,
        count(days_to_close) as n_meetings_closed,
        sum(days_to_close) as n_days_to_close
    from meetings
    group by unit_key, date_trunc('month', coalesce(held_on, planned_on))
),

joined as (
    select * from sent
    full outer join excused using (unit_key, month)
    full outer join met using (unit_key, month)
    full outer join moved using (unit_key, month)
),

agg_unit_duties as (
    {{ added_up_by_unit('joined', 'shares', measures) }}
)

select * from agg_unit_duties
