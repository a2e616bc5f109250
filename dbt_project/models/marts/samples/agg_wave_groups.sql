-- only where ballots name their dossier is the group known
with levels as (
    select * from {{ ref('agg_answer_levels') }}
    where
        stream = 'independent'
        and procedure_group <> 'none'
        and level is not null
),

agg_wave_groups as (
    select
        map,
        unit_key,
        wave_code,
        item_code,
        procedure_group,
        cast(sum(n_answers) as double) as n_answers,
        cast(
            sum(case when is_satisfied then n_answers else 0 end) as double
        ) as n_satisfied
    from levels
    group by map, unit_key, wave_code, item_code, procedure_group
)

select * from agg_wave_groups
