with accounting as (
    select * from {{ ref('dq_row_accounting') }}
),

unplaced as (
    select
        row_kind,
        fate,
        sum(n_of_fate) as n_of_fate
    from (
        select distinct
            row_kind,
            fate,
            wave_code,
            file_key,
            n_of_fate
        from {{ ref('dq_unplaced') }}
    ) as groups
    group by row_kind, fate
),

conflicts as (
    select * from {{ ref('dq_conflicts') }}
),

changes as (
    select * from {{ ref('dq_answer_changes') }}
),

cells as (
    select * from {{ ref('agg_officer_cells') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

rules as (
    select max(first_from) as first_from
    from (
        select min(valid_from) as first_from
        from {{ ref('dim_thresholds') }}
        group by threshold
    ) as firsts
),

loaded as (
    select
        row_kind,
        max(n_loaded) as n_loaded
    from accounting
    group by row_kind
),

counted as (
    select
        row_kind || '_' || fate as rule,
        n_rows as count,
        n_loaded as denominator,
        case
            when
                fate in (
                    'case_unknown', 'petition_unknown', 'not_posted',
                    'of_other_unit'
                )
                then 'check'
            else 'wrong'
        end as severity
    from accounting
    where
        fate in (
            'unit_unresolved', 'wave_unknown', 'period_unknown',
            'day_impossible', 'case_unknown', 'procedure_unknown', 'not_posted',
            'petition_unknown', 'requirement_unknown', 'indicator_unknown',
            'rule_missing', 'of_other_unit'
        )
    union all
    -- numbers that cannot be, and rows that are counted though one of the
    -- things they name is on no list; ballots of unknown cases stand by unit
    select
        u.row_kind || '_' || u.fate as rule,
        max(u.n_of_fate) as count,
        max(l.n_loaded) as denominator,
        case when u.fate = 'number_impossible' then 'wrong' else 'check' end
            as severity
    from unplaced as u
    inner join loaded as l on u.row_kind = l.row_kind
    left join accounting as a on u.row_kind = a.row_kind and u.fate = a.fate
    where
        u.fate = 'number_impossible'
        or (
            a.fate is null
            and right(u.fate, 8) = '_unknown'
            and u.row_kind || '_' || u.fate <> 'answer_case_unknown'
        )
    group by u.row_kind, u.fate
    union all
    -- lists that differ on one thing and do not say which is the later
    select
        c.row_kind || '_stated_differently' as rule,
        count(*) as count,
        coalesce(max(l.n_loaded), count(*)) as denominator,
        'wrong' as severity
    from conflicts as c
    left join loaded as l on c.row_kind = l.row_kind
    group by c.row_kind
    union all
    select
        case
            when change = 'corrected' then 'answers_corrected'
            else 'ballot_number_in_two_units'
        end as rule,
        sum(n_answers) as count,
        max(l.n_loaded) as denominator,
        case when change = 'corrected' then 'info' else 'wrong' end as severity
    from changes
    inner join loaded as l on l.row_kind = 'answer'
    group by change
    union all
    -- nobody is judged by a rule of another day
    select
        'officer_period_before_rules' as rule,
        count(distinct case
            when p.first_day < r.first_from
                then c.officer_code || '@' || c.period
        end) as count,
        count(distinct c.officer_code || '@' || c.period) as denominator,
        'info' as severity
    from cells as c
    inner join periods as p on c.period = p.period
    cross join rules as r
),

agg_row_findings as (
    select
        rule,
        cast(count as bigint) as count,
        cast(denominator as bigint) as denominator,
        severity
    from counted
    where count > 0
)

select * from agg_row_findings
