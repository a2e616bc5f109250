with voices as (
    select * from {{ ref('int_interviews') }}
    where is_compared
),

counted as (
    select
        wave_code,
        interviewer_code,
        digits,
        count(*) as n_same
    from voices
    where not is_straight
    group by wave_code, interviewer_code, digits
),

ranked as (
    select
        *,
        count(*) over (partition by wave_code, interviewer_code) as n_looks,
        row_number() over (
            partition by wave_code, interviewer_code
            order by n_same desc, digits asc
        ) as place
    from counted
),

-- the ballot an interviewer brought most often, straight ones left aside
repeated as (
    select * from ranked
    where place = 1 and n_same > 1
),

-- each unit's ballots against the one that each of its interviewers repeats
beside as (
    select distinct
        v.wave_code,
        v.unit_key,
        v.interviewer_code,
        r.digits,
        r.n_looks
    from voices as v
    inner join repeated as r
        on
            v.wave_code = r.wave_code
            and v.interviewer_code = r.interviewer_code
),

int_copied_ballots as (
    select
        b.wave_code,
        b.unit_key,
        b.interviewer_code,
        b.n_looks,
        count(*) filter (
            where v.interviewer_code = b.interviewer_code
            and v.digits = b.digits
        ) as n_found,
        count(*) filter (where v.interviewer_code = b.interviewer_code)
            as n_of,
        count(*) filter (where v.digits = b.digits) as n_found_all,
        count(*) as n_of_all
    from beside as b
    inner join voices as v
        on b.wave_code = v.wave_code and b.unit_key = v.unit_key
    group by b.wave_code, b.unit_key, b.interviewer_code, b.n_looks
)

select * from int_copied_ballots
