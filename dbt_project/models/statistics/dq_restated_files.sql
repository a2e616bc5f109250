{# More files than this are not named one by one. #}
{% set most_named = 20 -%}

with restated as (
    select * from {{ ref('dq_restated_now') }}
),

files as (
    select * from {{ ref('agg_restating_files') }}
),

subjects as (
    {{ files_of_figures() }}
),

-- the places of a period: `2026-Q1/q1`, `B2024/A2026/q1` or `B;A1;A2/q1`;
-- figures of several measures are each of the files of its own
wanted as (
    select
        r.figure,
        r.map,
        r.unit_key,
        r.period,
        r.why,
        s.subject,
        ';' || case s.spans
            when 'second' then split_part(r.period, '/', 2)
            when 'both'
                then
                    split_part(r.period, '/', 1) || ';'
                    || split_part(r.period, '/', 2)
            when 'all' then 'all'
            else split_part(r.period, '/', 1)
        end || ';' as places
    from restated as r
    inner join subjects as s
        on
            r.figure = s.figure
            and s.measure in (
                '', split_part(r.period, '/', 1), split_part(r.period, '/', 2)
            )
),

-- files of the unit and place, and those of these kinds that name no place;
-- else of the unit; else of these kinds; else the lists that came
ranked as (
    select
        w.figure,
        w.map,
        w.unit_key,
        w.period,
        f.file_sha256,
        f.file_name,
        case when instr(w.places, ';' || f.period || ';') > 0 then 1 else 2 end
            as nearness
    from wanted as w
    inner join files as f
        on
            w.subject = f.subject
            and w.map = f.map
            and w.unit_key = f.unit_key
            and w.why = f.why
    where f.period = 'all' or instr(w.places, ';' || f.period || ';') > 0
    union all
    select
        w.figure,
        w.map,
        w.unit_key,
        w.period,
        f.file_sha256,
        f.file_name,
        case
            when w.subject <> f.subject then 4
            when f.subject in ('case', 'petition', 'answer') then 3
            else 1
        end as nearness
    from wanted as w
    inner join files as f
        on
            f.map = ''
            and w.why = f.why
            and (
                w.subject = f.subject
                or f.subject not in ('case', 'petition', 'answer')
            )
),

nearest as (
    select distinct
        figure,
        map,
        unit_key,
        period,
        file_sha256,
        file_name
    from ranked
    qualify
        nearness = min(nearness) over (
            partition by figure, map, unit_key, period
        )
),

counted as (
    select
        *,
        row_number() over (
            partition by figure, map, unit_key, period
            order by file_name, file_sha256
        ) as n
    from nearest
),

dq_restated_files as (
    select
        figure,
        map,
        unit_key,
        period,
        {{ listed("replace(file_name, ', ', '; ')", 'n') }} as file_names,
        {{ listed('file_sha256', 'n') }} as file_keys
    from counted
    where n <= {{ most_named }}
    group by figure, map, unit_key, period
)

select * from dq_restated_files
