with letters as (
    select
        *,
        {{ is_impossible_day('sent_on', 'known_on') }} as is_odd
    from {{ ref('stg_letters') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

cases as (
    select
        case_code,
        cast(min(received_at) as date) as received_on
    from {{ ref('stg_case_versions') }}
    where
        coalesce(date_fault, '') <> 'received_day_impossible'
        and case_code in (select l.case_code from letters as l)
    group by case_code
),

petitions as (
    select
        petition_code,
        received_on
    from {{ ref('stg_petitions') }}
    where coalesce(date_fault, '') <> 'received_day_impossible'
),

answered_cases as (
    select
        case_code,
        unit_key
    from {{ ref('fct_cases') }}
    where case_code in (select l.case_code from letters as l)
),

answered_petitions as (
    select
        petition_code,
        unit_key
    from {{ ref('fct_petitions') }}
),

-- a unit answers for what it was before, and offices above and below for it
answering as (
    select * from {{ ref('int_answering_units') }}
),

-- nobody writes about a matter before it came in
dated as (
    select
        l.*,
        l.is_odd or coalesce(
            l.sent_on < coalesce(c.received_on, p.received_on), false
        ) as is_day_impossible
    from letters as l
    left join cases as c on l.case_code = c.case_code
    left join petitions as p
        on l.case_code is null and l.petition_code = p.petition_code
),

placed as (
    select
        l.*,
        u.unit_key,
        coalesce(c.unit_key, p.unit_key) as matter_unit_key
    from dated as l
    left join answered_cases as c on l.case_code = c.case_code
    left join answered_petitions as p
        on l.case_code is null and l.petition_code = p.petition_code
    left join units as u
        on
            {{ is_unit_named('l.unit_code', 'l.sent_on') }}
            and not l.is_day_impossible
),

int_letters as (
    select
        l.letter_kind,
        l.unit_code,
        l.sent_on,
        l.case_code,
        l.petition_code,
        l.is_handed_over,
        l.exempt_reason,
        l.file_sha256,
        l.line,
        l.is_day_impossible,
        l.unit_key,
        (
            l.unit_key is not null
            and l.matter_unit_key is not null
            and a.unit_key is null
        ) as is_of_other_unit
    from placed as l
    left join answering as a
        on
            l.unit_key = a.answering_unit_key
            and l.matter_unit_key = a.unit_key
)

select * from int_letters
