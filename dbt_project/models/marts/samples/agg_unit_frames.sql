with ballots as (
    select * from {{ ref('fct_ballots') }}
    where n_in_frame is not null and unit_key is not null
),

shares as (
    select * from {{ ref('int_unit_shares') }}
    where is_own
),

-- of a wave drawn by two plans the later frame is not known: the larger counts
frames as (
    select
        wave_code,
        unit_key,
        max(n_in_frame) as n_in_frame
    from ballots
    where left_out = 'none'
    group by wave_code, unit_key
),

agg_unit_frames as (
    select
        s.map,
        s.unit_key,
        f.wave_code,
        f.unit_key as source_unit_key,
        cast(f.n_in_frame * s.weight as decimal(18, 6)) as n_in_frame
    from frames as f
    inner join shares as s on f.unit_key = s.source_unit_key
)

select * from agg_unit_frames
