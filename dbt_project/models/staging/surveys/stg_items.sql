with latest as (
    select * from {{ source('raw', 'item') }}
    {{ latest_statement('item') }}
),

stated as (
    select
        *,
        -- unstated: the upper quarter of the scale, 4 of 1–5, 8 of 1–10
        coalesce(
            satisfied_from, scale_min + 0.75 * (scale_max - scale_min)
        ) as first_satisfied,
        {{ odd_number('item') }}
    from latest
),

-- a scale rises, and the first level of the satisfied lies on it
stg_items as (
    select
        instrument,
        item_code,
        text_vi,
        -- "officer; respect": a factor, then the commitments it also shows
        trim(split_part(criterion_code, ';', 1)) as criterion_code,
        case
            when criterion_code like '%;%'
                then
                    trim(
                        substring(
                            criterion_code, position(';' in criterion_code) + 1
                        )
                    )
        end as commitment_codes,
        scale_min,
        scale_max,
        coalesce(is_reversed, false) as is_reversed,
        first_satisfied as satisfied_from,
        nullif(trim(second_text), '') as second_text,
        _file_sha256 as file_sha256,
        _line as line,
        case
            when odd_column is not null then odd_column
            when scale_min >= scale_max then 'scale_max'
            when first_satisfied not between scale_min and scale_max
                then 'satisfied_from'
        end as odd_column,
        case
            when odd_column is not null then odd_number
            when scale_min >= scale_max then {{ plain_number('scale_max') }}
            when first_satisfied not between scale_min and scale_max
                then {{ plain_number('first_satisfied') }}
        end as odd_number
    from stated
)

select * from stg_items
