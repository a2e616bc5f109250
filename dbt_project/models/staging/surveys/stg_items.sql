with latest as (
    select * from {{ source('raw', 'item') }}
    {{ latest_statement('item') }}
),

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
        -- unstated: the upper quarter of the scale, 4 of 1–5, 8 of 1–10
        coalesce(
            satisfied_from, scale_min + 0.75 * (scale_max - scale_min)
        ) as satisfied_from,
        _file_sha256 as file_sha256,
        _line as line
    from latest
)

select * from stg_items
