{% set sources = {
    'cases': (ref('stg_case_versions'), 'extracted_on'),
    'ballots': ('ballots_for_all', 'answered_on'),
    'petitions': (
        ref('stg_petitions'), 'coalesce(extracted_on, received_on)'
    ),
    'waves': (ref('stg_waves'), 'opened_on'),
    'letters': (ref('stg_letters'), 'sent_on'),
    'meetings': (ref('stg_meetings'), 'held_on'),
    'reminders': (ref('stg_reminders'), 'given_on'),
    'checks': (ref('stg_readiness_checks'), 'checked_on'),
} -%}

with loads as (
    select cast(max(loaded_at) as date) as loaded_on
    from {{ ref('stg_files') }}
    where status = 'loaded'
),

-- how far a wave has come that the Front holds back is the Front's alone
ballots_for_all as (
    select a.*
    from {{ ref('stg_answers') }} as a
    where
        a.wave_code is null
        or a.wave_code not in (
            select w.wave_code from {{ ref('stg_waiting_waves') }} as w
        )
),

row_days as (
    select cast(received_at as date) as day from {{ ref('stg_case_versions') }}
    union all
    select answered_on from ballots_for_all
    union all
    select received_on from {{ ref('stg_petitions') }}
),

counted as (
    select
        day,
        count(*) as n_rows
    from row_days
    where day is not null
    group by day
),

reached as (
    select
        day,
        n_rows,
        sum(n_rows) over (order by day desc) as n_from_here,
        sum(n_rows) over () as n_all
    from counted
),

clock as (
    select
        l.loaded_on,
        coalesce(
            sum(case when r.day > l.loaded_on then r.n_rows end), 0
        ) as n_after,
        coalesce(max(r.n_all), 0) as n_all,
        -- many rows reach it, one in a hundred: no typing error
        max(
            case
                when r.n_from_here >= 20 and r.n_from_here * 100 >= r.n_all
                    then r.day
            end
        ) as common_day
    from loads as l
    left join reached as r on true
    group by l.loaded_on
),

-- one row in twenty lies after the day of loading: the clock was wrong, not the
-- rows; an export speaks of a day soon after its newest rows
last_days as (
    select
        case
            when n_after >= 20 and n_after * 20 > n_all
                then {{ add_days('common_day', 31) }}
            else loaded_on
        end as last_day
    from clock
),

-- a day in the future is a typing error, never the state of the data
newest as (
    {% for source, (relation, day) in sources.items() -%}
        select
            '{{ source }}' as source,
            max({{ day }}) as newest_on
        from {{ relation }}
        where {{ day }} <= (select l.last_day from last_days as l)
        {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

int_newest_days as (
    select * from newest
    where newest_on is not null
)

select * from int_newest_days
