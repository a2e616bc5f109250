with items as (
    select * from {{ ref('stg_items') }}
),

placed as (
    select
        *,
        row_number() over (
            partition by instrument
            order by criterion_code, item_code
        ) - 1 as place
    from items
),

-- two digits an item: the nineteen first of a questionnaire fit in one number
int_item_places as (
    select
        instrument,
        item_code,
        criterion_code,
        scale_min,
        place,
        case
            when place < 19 and 2 * (scale_max - scale_min) < 99
                then
                    cast(
                        '1' || repeat('00', cast(place as integer))
                        as decimal(38, 0)
                    )
        end as digit
    from placed
)

select * from int_item_places
