{% set spans = [
    ('week', "date_trunc('week', day)", 7),
    ('month', "date_trunc('month', day)", 1),
    ('quarter', "date_trunc('quarter', day)", 3),
    ('half',
     'make_date(year(day), case when month(day) <= 6 then 1 else 7 end, 1)', 6),
    ('year', "date_trunc('year', day)", 12),
] -%}

with rules as (
    select * from {{ ref('stg_duty_rules') }}
),

units as (
    select * from {{ ref('int_units') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

judged_months as (
    select * from {{ ref('int_judged_months') }}
),

held as (
    select * from {{ ref('int_counted_meetings') }}
),

working as (
    select * from {{ ref('int_unit_working_days') }}
),

days as (
    {{ days_from_to(
        '(select min(month) from judged_months)',
        '(select data_as_of from as_of)'
    ) }}
),

begun as (
    {% for per, first, length in spans -%}
        select distinct
            '{{ per }}' as per,
            cast({{ first }} as date) as first_on
        from days
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

windows as (
    select
        per,
        first_on,
        case per
            {% for per, first, length in spans -%}
                when '{{ per }}'
                    then
                        {% if per == 'week' -%}
                            {{ add_days('first_on', length - 1) }}
                        {%- else -%}
                            last_day(cast(
                                first_on + interval {{ length - 1 }} month
                                as date
                            ))
                        {%- endif %}
            {% endfor -%}
        end as last_on
    from begun
),

-- only whole windows of a unit in the model are judged, by the rule of the
-- first day
asked as (
    select
        u.unit_key,
        r.duty,
        r.per,
        r.n_required,
        w.first_on,
        w.last_on
    from units as u
    cross join as_of as a
    inner join windows as w
        on
            w.last_on between greatest(
                u.valid_from, coalesce(u.model_start_date, u.valid_from)
            ) and least(u.last_day, a.data_as_of)
            and w.first_on >= greatest(
                u.valid_from, coalesce(u.model_start_date, u.valid_from)
            )
            and w.first_on >= (select min(month) from judged_months)
    inner join rules as r
        on
            w.per = r.per
            and {{ holds_on('r', 'w.first_on') }}
            and {{ is_of_level('r.level', 'u.unit_level') }}
    -- weeks of holidays ask for nothing
    where
        exists (
            select 1
            from working as d
            where
                d.unit_key = u.unit_key
                and d.day between w.first_on and w.last_on
        )
    qualify row_number() over (
        partition by u.unit_key, r.duty, w.per, w.first_on
        order by case when r.level = 'any' then 1 else 0 end
    ) = 1
),

fct_duty_windows as (
    select
        concat_ws('/', a.unit_key, a.duty, a.per, a.first_on) as window_key,
        a.unit_key,
        a.duty,
        a.per,
        a.first_on,
        a.last_on,
        cast(a.n_required as integer) as n_required,
        cast(count(h.counted_on) as integer) as n_held,
        cast(least(count(h.counted_on), a.n_required) as integer) as n_kept,
        cast(count(*) filter (where h.is_led_by_head) as integer)
            as n_led_by_head
    from asked as a
    left join held as h
        on
            a.unit_key = h.unit_key
            and a.duty = h.kind
            and h.counted_on between a.first_on and a.last_on
    group by
        a.unit_key, a.duty, a.per, a.first_on, a.last_on, a.n_required
)

select * from fct_duty_windows
