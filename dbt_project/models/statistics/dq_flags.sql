with units as (
    select * from {{ ref('agg_unit_quality') }}
),

quality as (
    select * from {{ ref('stat_ballot_quality') }}
    where is_unusual
),

batches as (
    select * from {{ ref('stat_batch_quality') }}
    where is_unusual
),

gaps as (
    select * from {{ ref('stat_independent_gaps') }}
    where map = 'then' and unit_level in ('commune', 'centre')
),

bridge as (
    select * from {{ ref('bridge_unit_succession') }}
),

findings as (
    select * from {{ ref('agg_unit_findings') }}
),

row_findings as (
    select * from {{ ref('agg_row_findings') }}
),

counted as (
    select
        rule,
        unit_key,
        '' as wave_code,
        count,
        denominator,
        severity
    from findings
    union all
    select
        rule,
        '' as unit_key,
        '' as wave_code,
        count,
        denominator,
        severity
    from row_findings
    union all
    {% for rule, column, whole, severity in [
        ('dates_rewritten', 'n_rewritten', 'n_with_due', 'check'),
        ('late_hidden_by_rewriting', 'n_hidden_late', 'n_with_due', 'check'),
        ('due_before_received', 'n_due_before', 'n_cases', 'wrong'),
        ('finished_before_received', 'n_finished_before', 'n_cases', 'wrong'),
        ('case_dates_impossible', 'n_dates_impossible', 'n_cases', 'wrong'),
        ('case_reopened', 'n_reopened', 'n_cases', 'check'),
        ('received_long_ago', 'n_long_ago', 'n_cases', 'check'),
        ('due_far_ahead', 'n_due_far_ahead', 'n_cases', 'check'),
        ('petition_dates_impossible', 'n_petitions_odd', 'n_petitions',
            'wrong'),
        ('finish_date_missing', 'n_finish_missing', 'n_cases', 'check'),
        ('finish_while_open', 'n_finish_while_open', 'n_cases', 'check'),
        ('officer_missing', 'n_officer_missing', 'n_cases', 'info'),
        ('ballot_names_unknown_case', 'n_case_unknown', 'n_ballots', 'check'),
        ('officer_known_by_time_only', 'n_by_time', 'n_ballots', 'info'),
        ('ballot_before_result', 'n_before_result', 'n_ballots', 'check'),
        ('ballot_outside_wave', 'n_outside_wave', 'n_ballots', 'wrong'),
        ('ballot_weight_ignored', 'n_weight_ignored', 'n_ballots', 'info'),
        ('ballot_weight_heavy', 'n_weight_heavy', 'n_weighted', 'check'),
        ('ballot_on_closed_day', 'n_closed_day', 'n_on_tablet', 'check'),
        ('level_out_of_scale', 'n_out_of_scale', 'n_answers', 'wrong'),
        ('item_unknown', 'n_item_unknown', 'n_answers', 'wrong'),
    ] %}
        select
            '{{ rule }}' as rule,
            unit_key,
            wave_code,
            {{ column }} as count,
            {{ whole }} as denominator,
            '{{ severity }}' as severity
        from units
        union all
    {% endfor %}
    select
        'straight_lines_unusual' as rule,
        unit_key,
        '' as wave_code,
        n_straight as count,
        n_ballots as denominator,
        'check' as severity
    from quality
    union all
    select
        rule,
        unit_key,
        '' as wave_code,
        n_found as count,
        n_looked_at as denominator,
        'check' as severity
    from batches
    union all
    select
        'service_above_independent' as rule,
        unit_key,
        '' as wave_code,
        count(*) filter (where verdict in ('slightly_worse', 'worse')) as count,
        count(*) as denominator,
        'check' as severity
    from gaps
    group by unit_key
    union all
    {% for rule in ['split_weight_assumed', 'split_weight_wrong'] -%}
        select
            '{{ rule }}' as rule,
            new_unit_key as unit_key,
            '' as wave_code,
            count(*) filter (where is_{{ rule[6:] }}) as count,
            count(*) as denominator,
            'check' as severity
        from bridge
        group by new_unit_key
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

dq_flags as (
    select
        rule,
        nullif(unit_key, '') as unit_key,
        nullif(wave_code, '') as wave_code,
        cast(count as bigint) as count,
        cast(denominator as bigint) as denominator,
        severity
    from counted
    where count > 0
)

select * from dq_flags
