{{ config(
    materialized='incremental', incremental_strategy='delete+insert',
    unique_key=['wave_code', 'ballot_id', 'item_code', 'file_sha256', 'line'],
    database=target.get('database'), schema='carried',
) }}

-- depends_on: {{ ref('stg_answers') }}
with answers as (
    {% if is_daily() -%}
        select * from {{ ref('stg_touched_answers') }}
    {%- else -%}
        select * from {{ ref('stg_answers') }}
    {%- endif %}
),

files as (
    select * from {{ ref('stg_files') }}
),

item_numbers as (
    select
        item_code,
        row_number() over (order by item_code) as item_no
    from answers
    group by item_code
),

-- one bit per item: fewer bits than rows means an item may stand twice;
-- looking closely at every answer would cost more than all other steps
suspects as (
    select
        a.wave_code,
        a.ballot_id
    from answers as a
    inner join item_numbers as i on a.item_code = i.item_code
    group by a.wave_code, a.ballot_id
    having
        bit_count(bit_or(cast(power(2, i.item_no % 62) as bigint))) < count(*)
),

-- the later statement counts: by the day its list states, else the day it was
-- delivered; of one delivery the ballot of the later day, then the later line
ranked as (
    select
        a.wave_code,
        a.ballot_id,
        a.item_code,
        a.file_sha256,
        a.line,
        row_number() over (
            partition by a.wave_code, a.ballot_id, a.item_code
            order by
                coalesce(a.stated_on, f.delivered_on) desc,
                f.delivered_at desc,
                a.answered_on desc nulls last,
                a.line desc,
                a.file_sha256 desc
        ) as place
    from answers as a
    inner join files as f
        on a.file_sha256 = f.file_sha256 and f.status = 'loaded'
    inner join suspects as s
        on a.wave_code = s.wave_code and a.ballot_id = s.ballot_id
),

int_superseded_answers as (
    select
        wave_code,
        ballot_id,
        item_code,
        file_sha256,
        line
    from ranked
    where place > 1
)

select * from int_superseded_answers
