{% set judged = "('quarter', 'year')" -%}

with counted as (
    select * from {{ ref('agg_index_periods') }}
    where period_type in {{ judged }}
),

rules as (
    select * from {{ ref('dim_index_rules') }}
    where index_code = 'circular_01'
),

-- two marks stand on a form: the office's own and the one after checking
marked as (
    select * from {{ ref('int_index_marks') }}
    where index_code = 'circular_01' and unit_key is not null
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

-- a form stands for its period also where nothing was counted in it
formed as (
    select distinct
        s.map,
        s.unit_key,
        s.unit_code,
        s.unit_valid_from,
        s.unit_level,
        p.period_type,
        p.period,
        p.last_day as period_end
    from marked as m
    inner join {{ ref('dim_periods') }} as p on m.period = p.period
    inner join shares as s
        on m.unit_key = s.source_unit_key and m.unit_key = s.unit_key
    left join counted as c
        on
            s.map = c.map
            and s.unit_key = c.unit_key
            and m.period = c.period
    where c.unit_key is null and p.period_type in {{ judged }}
),

periods as (
    {% for relation in ['counted', 'formed'] -%}
        select
            map,
            unit_key,
            unit_code,
            unit_valid_from,
            unit_level,
            period_type,
            period,
            period_end,
            {% for measure in [
                'n_timed', 'sum_time_score', 'n_feedback', 'n_feedback_late'
            ] -%}
                {{ measure if relation == 'counted' else 0 }} as {{ measure }}
                {%- if not loop.last %},{% endif %}
            {% endfor %}
        from {{ relation }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

ruled as (
    select
        p.*,
        r.component,
        r.max_score,
        case r.component
            when '1'
                then cast(p.sum_time_score as double) / nullif(p.n_timed, 0)
            when '8' then case
                when p.n_feedback = 0 then null
                when p.n_feedback_late = 0 then 2
                when p.n_feedback_late <= 0.1 * p.n_feedback then 1
                else 0
            end
        end as computed_mean
    from periods as p
    inner join rules as r
        on {{ holds_on('r', 'p.period_end') }}
),

-- half a tenth goes up: the mean is rounded, never cut off
scored as (
    select
        r.map,
        r.unit_key,
        r.unit_code,
        r.unit_valid_from,
        r.unit_level,
        r.period_type,
        r.period,
        r.period_end,
        r.component,
        cast(r.max_score as decimal(9, 1)) as max_score,
        cast(
            round(cast(r.computed_mean as decimal(18, 9)), 1) as decimal(9, 1)
        ) as computed_score,
        cast(m.self_score as decimal(9, 1)) as self_score,
        cast(m.verified_score as decimal(9, 1)) as verified_score
    from ruled as r
    left join marked as m
        on
            r.unit_key = m.unit_key
            and r.period = m.period
            and r.component = m.component
),

idx_circular_01_parts as (
    select
        *,
        coalesce(verified_score, self_score, computed_score) as score,
        case
            when verified_score is not null then 'verified'
            when self_score is not null then 'self'
            when computed_score is not null then 'computed'
            else 'none'
        end as score_source
    from scored
)

select * from idx_circular_01_parts
