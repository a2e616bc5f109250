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

-- a day in the future is a typing error, never the state of the data
newest as (
    {% for source, (relation, day) in sources.items() -%}
        select
            '{{ source }}' as source,
            max({{ day }}) as newest_on
        from {{ relation }}
        where {{ day }} <= (select l.loaded_on from loads as l)
        {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

int_newest_days as (
    select * from newest
    where newest_on is not null
)

select * from int_newest_days
