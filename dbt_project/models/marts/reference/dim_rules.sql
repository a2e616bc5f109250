{% set tables = [
    ('criteria', 'criteria_set', 'criterion_code', 'criterion_no', 'null'),
    ('index_rules', 'index_code', 'component', 'max_score', "'points'"),
    ('index_grades', 'index_code', 'grade', 'from_score', "'points'"),
    ('letter_rules', 'letter_kind', 'occasion', 'n_days',
     "day_kind || '_days'"),
    ('letter_exemptions', 'reason', 'procedure_code', 'null', 'null'),
    ('requirements', 'requirement_code', 'level', 'max_age_days', "'days'"),
    ('duty_rules', 'duty', 'level', 'n_required', 'per'),
    ('wave_rules', 'stream', 'stream', 'n_required', "'year'"),
    ('indicators', 'indicator', 'indicator', 'null', 'null'),
] -%}

with deadlines as (
    select * from {{ ref('stg_petition_deadlines') }}
),

-- all rules but the thresholds, in one form to be read side by side
dim_rules as (
    {% for name, group, code, value, unit in tables -%}
        select
            '{{ name }}' as rule_table,
            {{ group }} as rule_group,
            {{ code }} as rule_code,
            valid_from,
            valid_to,
            name_vi,
            name_en,
            cast({{ value }} as decimal(18, 6)) as value,
            cast({{ unit }} as string) as unit,
            origin,
            legal_basis
        from {{ ref('stg_' ~ name) }}
        union all
    {% endfor -%}
    select
        'petition_deadlines' as rule_table,
        kind as rule_group,
        kind as rule_code,
        valid_from,
        valid_to,
        cast(null as string) as name_vi,
        cast(null as string) as name_en,
        cast(n_days as decimal(18, 6)) as value,
        case
            when day_kind = 'working' then 'working_days' else 'calendar_days'
        end as unit,
        origin,
        legal_basis
    from deadlines
)

select * from dim_rules
