{# More files than this are not named one by one. #}
{% set most_named = 3 -%}

with files as (
    select * from {{ ref('int_restating_rows') }}
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

-- the months whose counts a dossier, a petition or a ballot is part of
months as (
    {% for rows, code, wave, day in [
        ('cases', 'case_code', "''", 'received_at'),
        ('cases', 'case_code', "''", 'finished_at'),
        ('petitions', 'petition_code', "''", 'received_on'),
        ('ballots', 'ballot_id', 'r.wave_code', 'on_day'),
    ] -%}
        select
            f.subject,
            r.unit_key,
            cast(date_trunc('month', r.{{ day }}) as date) as month,
            f.file_sha256,
            f.file_name
        from {{ rows }} as r
        inner join files as f
            on
                f.subject = '{{ rows }}'
                and r.{{ code }} = f.code
                and {{ wave }} = f.wave_code
        where r.{{ day }} is not null
        {% if not loop.last %}union{% endif %}
    {% endfor %}
),

placed as (
    select distinct
        s.map,
        s.unit_key,
        m.subject,
        m.month,
        m.file_sha256,
        m.file_name
    from months as m
    inner join shares as s on m.unit_key = s.source_unit_key
),

agg_restating_files as (
    select
        map,
        unit_key,
        subject,
        month,
        {{ listed('file_name', 'file_name') }} as file_names
    from placed
    group by map, unit_key, subject, month
    having count(*) <= {{ most_named }}
)

select * from agg_restating_files
