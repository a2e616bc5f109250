with ballots as (
    select * from {{ ref('fct_ballots') }}
),

cells as (
    select * from {{ ref('agg_answer_cells') }}
),

items as (
    select * from {{ ref('stg_items') }}
),

answers as (
    select * from {{ ref('int_answers') }}
),

-- what the Front keeps to itself until it is released is kept apart
own_waves as (
    select * from {{ ref('int_front_waves') }}
),

odd_ballots as (
    select
        wave_code,
        ballot_id,
        case
            when stream is null then 'wave_unknown'
            when left_out <> 'none' then left_out
            else 'unit_unresolved'
        end as fate
    from ballots
    where
        unit_key is null
        or stream is null
        or left_out <> 'none'
),

-- one row a ballot is enough to find it
of_ballots as (
    select
        o.fate,
        case o.fate
            when 'wave_unknown' then 'wave_code'
            when 'unit_unresolved' then 'unit_code'
            when 'number_impossible' then 'weight'
            when 'no_weight' then 'weight'
            else 'answered_on'
        end as column_name,
        case o.fate
            when 'wave_unknown' then a.wave_code
            when 'unit_unresolved' then a.unit_code
            when 'number_impossible' then cast(a.weight as string)
            when 'no_weight' then cast(a.weight as string)
            else cast(a.answered_on as string)
        end as value,
        a.wave_code,
        concat_ws('/', a.ballot_id, a.item_code) as part,
        a.file_sha256,
        a.line
    from odd_ballots as o
    inner join answers as a
        on o.wave_code = a.wave_code and o.ballot_id = a.ballot_id
),

odd_items as (
    select distinct
        c.wave_code,
        c.item_code,
        c.is_item_known,
        i.scale_min,
        i.scale_max,
        i.odd_column
    from cells as c
    left join items as i
        on c.instrument = i.instrument and c.item_code = i.item_code
    where
        c.stream is not null
        and (not c.is_item_known or c.is_out_of_scale)
),

of_items as (
    select
        case when o.is_item_known then 'out_of_scale' else 'item_unknown' end
            as fate,
        case when o.is_item_known then 'level' else 'item_code' end
            as column_name,
        case
            when o.is_item_known then cast(a.level as string)
            else a.item_code
        end as value,
        a.wave_code,
        concat_ws('/', a.ballot_id, a.item_code) as part,
        a.file_sha256,
        a.line
    from odd_items as o
    inner join answers as a
        on o.wave_code = a.wave_code and o.item_code = a.item_code
    where
        not o.is_item_known
        or {{ is_off_scale('a.level', 'o') }}
),

int_unplaced_answers as (
    select
        'answer' as row_kind,
        o.fate,
        o.column_name,
        o.value,
        w.wave_code,
        o.part,
        o.file_sha256,
        o.line
    from (
        select * from of_ballots
        union all
        select * from of_items
    ) as o
    left join own_waves as w on o.wave_code = w.wave_code
)

select * from int_unplaced_answers
