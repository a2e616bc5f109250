with items as (
    select * from {{ ref('stg_items') }}
),

dim_items as (
    select
        instrument || '/' || item_code as item_key,
        instrument,
        item_code,
        text_vi,
        criterion_code,
        commitment_codes,
        scale_min,
        scale_max,
        is_reversed,
        satisfied_from,
        second_text
    from items
)

select * from dim_items
