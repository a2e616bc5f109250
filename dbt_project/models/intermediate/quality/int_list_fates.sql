{# Kind, relation, what keeps a row out of its figures (first true one wins). #}
{% set accounts = [
    ('unit', 'stg_units', []),
    ('procedure', 'stg_procedures', []),
    ('wave', 'stg_waves', []),
    ('item', 'stg_items', []),
    ('calendar_day', 'stg_calendar_days', [('outside_calendar', '
        day not between (select min(c.day) from calendar as c)
        and (select max(c.day) from calendar as c)
    ')]),
    ('officer', 'stg_officers', [('unit_unresolved', '
        (officer_code, unit_code, valid_from) not in (
            select
                p.officer_code,
                p.unit_code,
                p.listed_from
            from postings as p
        )
    ')]),
    ('offered', 'int_offered', [
        ('wave_unknown', '
        wave_code is null
        or wave_code not in (select w.wave_code from waves as w)
    '),
        ('unit_unresolved', 'unit_key is null'),
    ]),
    ('monthly_report', 'int_monthly_reports', [
        ('unit_unresolved', 'unit_key is null'),
        ('part_of_unit', "field <> 'all'"),
    ]),
    ('target', 'int_targets', [
        ('period_unknown', 'period_end is null'),
        ('unit_unresolved', 'unit_key is null'),
    ]),
    ('index_mark', 'int_placed_marks', [
        ('period_unknown', 'period_end is null'),
        ('unit_unresolved', 'officer_code is null and unit_key is null'),
    ]),
    ('letter', 'int_letters', [('unit_unresolved', 'unit_key is null')]),
    ('meeting', 'int_meetings', [('unit_unresolved', 'unit_key is null')]),
    ('readiness_check', 'int_readiness_checks', [
        ('unit_unresolved', 'unit_key is null'),
    ]),
    ('commitment', 'int_commitments', [('not_posted', 'unit_key is null')]),
    ('reminder', 'int_reminders', [('not_posted', 'unit_key is null')]),
] -%}

with calendar as (
    select * from {{ ref('int_calendar_days') }}
),

postings as (
    select * from {{ ref('int_officer_postings') }}
),

waves as (
    select * from {{ ref('stg_waves') }}
),

-- one row of each key counts; why the others of a small kind do not
judged as (
    select
        'unit_succession' as row_kind,
        fate
    from {{ ref('int_listed_successions') }}
    {% for kind, relation, reasons in accounts %}
        union all
        select
            '{{ kind }}' as row_kind,
            {% if reasons -%}
                case
                    {% for fate, test in reasons -%}
                        when {{ test | trim }} then '{{ fate }}'
                    {% endfor -%}
                    else 'counted'
                end
            {%- else -%}
                'counted'
            {%- endif %} as fate
        from {{ ref(relation) }}
    {% endfor %}
),

int_list_fates as (
    select
        row_kind,
        fate,
        count(*) as n_rows
    from judged
    group by row_kind, fate
    union all
    select
        row_kind,
        'superseded' as fate,
        count_if(not is_told_last) as n_rows
    from {{ ref('stg_list_rows') }}
    group by row_kind
)

select * from int_list_fates
