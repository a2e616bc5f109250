{% set counts = [
    'n_received', 'n_finished', 'n_with_due', 'n_late_official',
    'n_late_strict', 'n_petitions', 'n_ballots', 'n_satisfied',
] -%}

with months as (
    select * from {{ ref('agg_unit_months') }}
),

changes as (
    select * from {{ ref('stat_before_after') }}
),

previous as (
    select * from {{ ref('int_previous_figures') }}
),

earlier as (
    select * from {{ ref('int_previous_restatements') }}
),

build as (
    select * from {{ ref('dim_build') }}
),

figures as (
    {% for count in counts -%}
        select
            '{{ count }}' as figure,
            map,
            unit_key,
            cast(month as string) as period,
            cast({{ count }} as double) as value
        from months
        union all
    {% endfor -%}
    {% for share in ['share_before', 'share_after'] -%}
        select
            '{{ share }}' as figure,
            map,
            unit_key,
            before_wave || '/' || after_wave || '/' || item_code as period,
            {{ share }} as value
        from changes
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- later than what was found before, also where a clock went back
moment as (
    select
        greatest(
            max(b.raw_max_loaded_at),
            coalesce(
                max(e.found_at) + interval 1 microsecond,
                max(b.raw_max_loaded_at)
            )
        ) as found_at
    from build as b
    left join earlier as e on true
),

-- a figure that is gone now is listed with an empty new value
found as (
    select
        p.figure,
        p.map,
        p.unit_key,
        p.period,
        p.value as old_value,
        f.value as new_value,
        p.why,
        m.found_at
    from previous as p
    cross join moment as m
    left join figures as f
        on
            p.figure = f.figure
            and p.map = f.map
            and p.unit_key = f.unit_key
            and p.period = f.period
    where f.value is null or abs(f.value - p.value) > 0.0000005
),

dq_restatements as (
    select * from earlier
    union all
    select * from found
)

select * from dq_restatements
