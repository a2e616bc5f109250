with restatements as (
    select * from {{ source('previous', 'restatements') }}
),

stg_previous_restatements as (
    select
        figure,
        map,
        unit_key,
        period,
        old_value,
        new_value,
        old_n_people,
        new_n_people,
        why,
        file_names,
        file_keys,
        found_at
    from restatements
)

select * from stg_previous_restatements
