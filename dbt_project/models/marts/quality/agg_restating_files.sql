{# More files than this are not named one by one. #}
{% set most_named = 20 -%}

with files as (
    select * from {{ ref('int_restating_rows') }}
),

gone as (
    select * from {{ ref('int_gone_files') }}
),

cases as (
    select * from {{ ref('fct_cases') }}
),

petitions as (
    select * from {{ ref('fct_petitions') }}
),

ballots as (
    select * from {{ ref('fct_ballots') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

-- months, and the wave, whose figures a dossier, petition or ballot is part of
months as (
    {% for rows, kind, code, wave, day in [
        ('cases', 'case', 'case_code', "''", 'received_at'),
        ('cases', 'case', 'case_code', "''", 'finished_at'),
        ('petitions', 'petition', 'petition_code', "''", 'received_on'),
        ('ballots', 'answer', 'ballot_id', 'r.wave_code', 'on_day'),
    ] -%}
        select
            f.subject,
            f.wave_code,
            r.unit_key,
            cast(date_trunc('month', r.{{ day }}) as date) as month,
            f.file_sha256,
            f.file_name
        from {{ rows }} as r
        inner join files as f
            on
                f.subject = '{{ kind }}'
                and r.{{ code }} = f.code
                and {{ wave }} = f.wave_code
        {% if not loop.last %}union{% endif %}
    {% endfor %}
),

-- by what a figure's period may name it
placed as (
    select
        *,
        cast(month as string) as period
    from months
    where month is not null
    union all
    select
        m.*,
        p.period
    from months as m
    inner join periods as p on m.month between p.first_day and p.last_day
    union all
    select
        *,
        wave_code as period
    from months
    where wave_code <> ''
    union all
    select
        *,
        'all' as period
    from months
),

found as (
    select distinct
        s.map,
        s.unit_key,
        p.subject,
        p.period,
        p.file_sha256,
        p.file_name,
        'new_files' as why
    from placed as p
    inner join shares as s on p.unit_key = s.source_unit_key
    union all
    -- of whatever unit
    select distinct
        '' as map,
        '' as unit_key,
        subject,
        'all' as period,
        file_sha256,
        file_name,
        'new_files' as why
    from files
    union all
    select
        '' as map,
        '' as unit_key,
        subject,
        'all' as period,
        file_sha256,
        file_name,
        'files_withdrawn' as why
    from gone
),

agg_restating_files as (
    select * from found
    qualify
        row_number() over (
            partition by map, unit_key, subject, period, why
            order by file_name, file_sha256
        ) <= {{ most_named }}
)

select * from agg_restating_files
