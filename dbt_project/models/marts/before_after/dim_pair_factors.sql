with pairs as (
    select * from {{ ref('dim_wave_pairs') }}
),

factors as (
    select distinct criterion_code
    from {{ ref('dim_criteria') }}
    where criterion_kind = 'factor'
),

asked as (
    select
        p.*,
        coalesce(p.not_comparable_reason, '') not in ('no_before', 'no_after')
            as is_in_both
    from pairs as p
    inner join factors as f on p.criterion_code = f.criterion_code
),

-- a question of one wave alone would make the factor another measurement;
-- where no question is in both, the factor says why by those it has
chosen as (
    select
        *,
        bool_or(is_in_both) over (
            partition by before_wave, after_wave, criterion_code
        ) as has_both
    from asked
),

-- a factor is the average of its items, item by item equal
dim_pair_factors as (
    select
        before_wave,
        after_wave,
        item_code,
        criterion_code as factor_code,
        count(*) over (
            partition by before_wave, after_wave, criterion_code
        ) as n_factor_items
    from chosen
    where is_in_both = has_both
)

select * from dim_pair_factors
