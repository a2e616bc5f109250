with items as (
    select * from {{ ref('stg_items') }}
),

-- a scale of more than fifty levels, as 0 to 100, does not fit in two digits
sized as (
    select
        *,
        coalesce(2 * (scale_max - scale_min) >= 99, true) as is_too_long
    from items
),

-- without a gap among those that fit, so that a factor's items stay together
placed as (
    select
        *,
        row_number() over (
            partition by instrument
            order by is_too_long, criterion_code, item_code
        ) - 1 as place
    from sized
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
            when place < 19 and not is_too_long
                then
                    cast(
                        '1' || repeat('00', cast(place as integer))
                        as decimal(38, 0)
                    )
        end as digit
    from placed
)

select * from int_item_places
