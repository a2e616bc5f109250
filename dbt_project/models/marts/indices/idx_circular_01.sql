with parts as (
    select * from {{ ref('idx_circular_01_parts') }}
),

grades as (
    select * from {{ ref('stg_index_grades') }}
    where index_code = 'circular_01'
),

summed as (
    select
        map,
        unit_key,
        unit_code,
        unit_valid_from,
        unit_level,
        period_type,
        period,
        period_end,
        cast(count(*) as integer) as n_parts,
        cast(count(score) as integer) as n_parts_scored,
        {{ listed('case when score is null then component end', 'component') }}
            as missing_parts,
        cast(sum(score) as decimal(9, 1)) as score,
        cast(
            sum(case when score is not null then max_score end)
            as decimal(9, 1)
        ) as max_score,
        case
            when count(self_score) = count(*)
                then cast(sum(self_score) as decimal(9, 1))
        end as self_score,
        case
            when count(verified_score) = count(*)
                then cast(sum(verified_score) as decimal(9, 1))
        end as verified_score
    from parts
    group by all
),

-- a grade needs every part; 15.0 itself is the first of the best grade
graded as (
    select
        s.*,
        g.grade
    from summed as s
    left join grades as g
        on
            s.n_parts_scored = s.n_parts
            and s.score >= g.from_score
            and {{ holds_on('g', 's.period_end') }}
    qualify row_number() over (
        partition by s.map, s.unit_key, s.period_type, s.period
        order by g.from_score desc nulls last
    ) = 1
),

idx_circular_01 as (
    select
        map,
        unit_key,
        unit_code,
        unit_valid_from,
        unit_level,
        period_type,
        period,
        n_parts,
        n_parts_scored,
        missing_parts,
        score,
        max_score,
        self_score,
        verified_score,
        grade
    from graded
)

select * from idx_circular_01
