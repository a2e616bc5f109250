with superseded as (
    select * from {{ ref('int_superseded_answers') }}
),

answers as (
    select * from {{ ref('stg_answers') }}
),

kept as (
    select * from {{ ref('int_answers') }}
),

-- every answer that a later statement took the place of
int_answer_changes as (
    select
        o.wave_code,
        o.ballot_id,
        o.item_code,
        coalesce(cast(o.level as string), o.no_answer_reason) as old_answer,
        coalesce(cast(n.level as string), n.no_answer_reason) as new_answer,
        coalesce(o.unit_code, '') <> coalesce(n.unit_code, '') as is_clash,
        o.file_sha256 as old_sha256,
        o.line as old_line,
        n.file_sha256 as new_sha256,
        n.line as new_line
    from superseded as s
    inner join answers as o
        on
            s.wave_code = o.wave_code
            and s.ballot_id = o.ballot_id
            and s.item_code = o.item_code
            and s.file_sha256 = o.file_sha256
            and s.line = o.line
    inner join kept as n
        on
            s.wave_code = n.wave_code
            and s.ballot_id = n.ballot_id
            and s.item_code = n.item_code
)

select * from int_answer_changes
