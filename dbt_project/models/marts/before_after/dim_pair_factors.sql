with pairs as (
    select * from {{ ref('dim_wave_pairs') }}
),

factors as (
    select distinct criterion_code
    from {{ ref('dim_criteria') }}
    where criterion_kind = 'factor'
),

-- a factor is the average of its items, item by item equal
dim_pair_factors as (
    select
        p.before_wave,
        p.after_wave,
        p.item_code,
        p.criterion_code as factor_code,
        count(*) over (
            partition by p.before_wave, p.after_wave, p.criterion_code
        ) as n_factor_items
    from pairs as p
    inner join factors as f on p.criterion_code = f.criterion_code
)

select * from dim_pair_factors
