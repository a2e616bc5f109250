with cells as (
    select * from {{ source('published', 'agg_answer_cells') }}
),

stg_published_cells as (
    select
        wave_code,
        stream,
        instrument,
        unit_key,
        procedure_group,
        channel,
        left_out,
        front_wave,
        item_code,
        level,
        no_answer_reason,
        is_satisfied,
        is_item_known,
        is_out_of_scale,
        n_answers,
        sum_weight,
        sum_squared_weight
    from cells
)

select * from stg_published_cells
