{{ config(tags=['touched']) }}

with touched_ballots as (
    select * from {{ ref('stg_touched_ballots') }}
),

answers as (
    select * from {{ ref('stg_touched_answers') }}
),

{% for name, days in [
    ('cases', 'r.received_at, r.finished_at'),
    ('ballots', 'r.on_day'),
    ('petitions', 'r.received_on'),
] -%}
    {{ name }} as (
        select
            {{ days }},
            {{ row_digest('r') }} as row_digest
        from {{ ref('fct_' ~ name) }} as r
        {% if name == 'cases' -%}
            {{ of_touched_cases() }}
        {%- elif name == 'ballots' -%}
            {{ of_touched_ballots() }}
        {%- endif %}
    ),

    published_{{ name }} as (
        select * from {{ ref('stg_published_' ~ name) }}
    ),

    -- rows that came, rows that went; a changed row did both
    changed_{{ name }} as (
        select {{ days }} from {{ name }} as r
        anti join published_{{ name }} as o on r.row_digest = o.row_digest
        union all
        select {{ days }} from published_{{ name }} as r
        anti join {{ name }} as o on r.row_digest = o.row_digest
    ),

{% endfor -%}
-- what a ballot says of its dossier counts where the dossier ended
spoken_of as (
    select c.finished_at
    from {{ ref('fct_cases') }} as c
    where
        c.case_code in (
            select a.case_code
            from answers as a
            semi join touched_ballots as t
                on
                    a.wave_code = t.wave_code
                    and a.ballot_id = t.ballot_id
                    and t.is_delivered
        )
),

days as (
    select received_at as day from changed_cases
    union all
    select finished_at as day from changed_cases
    union all
    select on_day as day from changed_ballots
    union all
    select received_on as day from changed_petitions
    union all
    select finished_at as day from spoken_of
),

int_changed_months as (
    select
        cast(date_trunc('month', day) as date) as month,
        count(*) as n_rows
    from days
    where day is not null and {{ 'true' if is_daily() else 'false' }}
    group by date_trunc('month', day)
)

select * from int_changed_months
