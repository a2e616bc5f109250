{% set sources = {
    'cases': ('stg_case_versions', 'extracted_on'),
    'ballots': ('stg_answers', 'answered_on'),
    'petitions': ('stg_petitions', 'coalesce(extracted_on, received_on)'),
    'waves': ('stg_waves', 'opened_on'),
    'letters': ('stg_letters', 'sent_on'),
    'meetings': ('stg_meetings', 'held_on'),
    'reminders': ('stg_reminders', 'given_on'),
    'checks': ('stg_readiness_checks', 'checked_on'),
} -%}

with loads as (
    select cast(max(loaded_at) as date) as loaded_on
    from {{ ref('stg_files') }}
    where status = 'loaded'
),

-- a day in the future is a typing error, never the state of the data
newest as (
    {% for source, (model, day) in sources.items() -%}
        select
            '{{ source }}' as source,
            max({{ day }}) as newest_on
        from {{ ref(model) }}
        where {{ day }} <= (select l.loaded_on from loads as l)
        {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

int_newest_days as (
    select * from newest
    where newest_on is not null
)

select * from int_newest_days
