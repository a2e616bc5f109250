with owed as (
    select * from {{ ref('fct_owed_letters') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

months as (
    select
        unit_key,
        answering_unit_key,
        letter_kind,
        about,
        cast(date_trunc('month', occasion_on) as date) as month,
        count(*) filter (where state <> 'exempt') as n_letters_owed,
        count(*) filter (where state in ('in_time', 'sent_late'))
            as n_letters_sent,
        count(*) filter (where state = 'in_time') as n_letters_in_time,
        count(*) filter (where state = 'exempt') as n_letters_exempt,
        count(*) filter (where state = 'missing') as n_letters_missing,
        count(*) filter (where state = 'waiting') as n_letters_waiting
    from owed
    group by
        unit_key, answering_unit_key, letter_kind, about,
        date_trunc('month', occasion_on)
),

agg_owed_letters as (
    select
        s.map,
        s.unit_key,
        s.unit_code,
        s.unit_valid_from,
        s.unit_level,
        m.month,
        m.letter_kind,
        m.about,
        {% for part in [
            'owed', 'sent', 'in_time', 'exempt', 'missing', 'waiting'
        ] -%}
            cast(sum(m.n_letters_{{ part }} * s.weight) as decimal(18, 6))
                as n_letters_{{ part }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from months as m
    -- one letter cannot be divided: on today's units it is the answering unit's
    inner join shares as s
        on
            s.source_unit_key
            = case s.map
                when 'today' then m.answering_unit_key else m.unit_key
            end
    group by
        s.map,
        s.unit_key,
        s.unit_code,
        s.unit_valid_from,
        s.unit_level,
        m.month,
        m.letter_kind,
        m.about
)

select * from agg_owed_letters
