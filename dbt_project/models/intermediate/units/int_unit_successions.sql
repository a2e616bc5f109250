with successions as (
    select * from {{ ref('int_listed_successions') }}
),

units as (
    select * from {{ ref('int_units') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

listed as (
    select
        old_unit_key,
        new_unit_key,
        effective_date,
        kind,
        weight,
        weight is null and kind = 'split' as is_weight_assumed
    from successions
    where fate = 'counted' and kind <> 'abolished'
),

ends_told as (
    select distinct old_unit_key from listed
),

begins_told as (
    select distinct new_unit_key from listed
),

-- units of which no list says what became of them
open_ended as (
    select
        u.unit_key,
        u.unit_code,
        u.unit_level,
        u.last_day
    from units as u
    left join ends_told as e on u.unit_key = e.old_unit_key
    where e.old_unit_key is null
),

-- what a code named on the day before, where no list says what became of it
versions as (
    select
        n.unit_key,
        n.unit_code,
        n.unit_level,
        n.valid_from,
        o.unit_key as old_unit_key,
        lower(n.unit_name) as unit_name
    from units as n
    inner join as_of as a on n.valid_from <= a.data_as_of
    left join begins_told as b on n.unit_key = b.new_unit_key
    left join open_ended as o
        on
            n.unit_code = o.unit_code
            and n.unit_level = o.unit_level
            and {{ add_days('o.last_day', 1) }} = n.valid_from
            and b.new_unit_key is null
),

-- versions of a code that follow one another without a gap
runs as (
    select
        *,
        sum(case when old_unit_key is null then 1 else 0 end) over (
            partition by unit_code
            order by valid_from
            rows between unbounded preceding and current row
        ) as run
    from versions
),

-- from the first to the last day a code has one name it is one unit, also where
-- it was renamed in between and took its name back
spans as (
    select
        unit_code,
        run,
        unit_name,
        min(valid_from) as first_from,
        max(valid_from) as last_from
    from runs
    group by unit_code, run, unit_name
    having count(*) > 1
),

unlisted as (
    select distinct
        r.old_unit_key,
        r.unit_key as new_unit_key,
        r.valid_from as effective_date,
        'same' as kind,
        cast(1 as decimal(18, 6)) as weight,
        false as is_weight_assumed
    from runs as r
    inner join spans as s
        on
            r.unit_code = s.unit_code
            and r.run = s.run
            and r.valid_from > s.first_from
            and r.valid_from <= s.last_from
    where r.old_unit_key is not null
),

-- a part without a stated weight takes an equal share of what the others leave
weighed as (
    select
        old_unit_key,
        new_unit_key,
        effective_date,
        kind,
        cast(coalesce(
            weight,
            cast(
                greatest(1 - coalesce(sum(weight) over whole, 0), 0) as double
            ) / sum(case when weight is null then 1 else 0 end) over whole
        ) as decimal(18, 9)) as weight,
        is_weight_assumed
    from (
        select * from listed
        union all
        select * from unlisted
    ) as links
    window whole as (partition by old_unit_key, effective_date)
),

-- an old unit is one whole, whatever its list says: no ballot is counted more
-- than once. Parts rounded to two digits still mean one whole
int_unit_successions as (
    select
        old_unit_key,
        new_unit_key,
        effective_date,
        kind,
        cast(coalesce(
            cast(weight as double) / nullif(sum(weight) over whole, 0),
            cast(1 as double) / count(*) over whole
        ) as decimal(18, 9)) as weight,
        is_weight_assumed,
        abs(sum(weight) over whole - 1) > 0.005 * count(*) over whole
            as is_weight_wrong
    from weighed
    window whole as (partition by old_unit_key, effective_date)
)

select * from int_unit_successions
