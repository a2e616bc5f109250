with offered as (
    select * from {{ ref('int_offered') }}
),

ballots as (
    select * from {{ ref('fct_ballots') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

-- forms of a unit nobody could name are missing somewhere in their wave
waves_in_part as (
    select distinct wave_code
    from offered
    where unit_key is null
),

handed_out as (
    select
        unit_key,
        wave_code,
        sum(n_offered) filter (where is_within_wave) as n_offered,
        bool_and(is_within_wave) as is_whole
    from offered
    where unit_key is not null
    group by unit_key, wave_code
),

answered as (
    select distinct
        unit_key,
        wave_code
    from ballots
),

of_units as (
    select
        coalesce(h.unit_key, a.unit_key) as unit_key,
        coalesce(h.wave_code, a.wave_code) as wave_code,
        h.n_offered,
        -- beside a day outside the wave nobody knows how many were its own
        coalesce(h.is_whole, false) as has_forms
    from handed_out as h
    full outer join answered as a
        on h.unit_key = a.unit_key and h.wave_code = a.wave_code
),

placed as (
    select
        u.*,
        u.has_forms and w.wave_code is null as is_complete
    from of_units as u
    left join waves_in_part as w on u.wave_code = w.wave_code
    where u.wave_code is not null
),

added_up as (
    {{ added_up_by_unit(
        'placed', 'shares', ['n_offered'], ['wave_code'],
        {'is_complete': 'bool_and(m.is_complete)'},
    ) }}
),

agg_forms as (
    select * from added_up
    where n_offered > 0
)

select * from agg_forms
