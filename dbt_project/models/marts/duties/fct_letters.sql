with letters as (
    -- a line that says why no letter is due is none, nor is one of an odd day
    -- or about what another unit has to answer for
    select * from {{ ref('int_letters') }}
    where
        exempt_reason is null
        and not coalesce(is_day_impossible, false)
        and not coalesce(is_of_other_unit, false)
),

cases as (
    select * from {{ ref('fct_cases') }}
),

petitions as (
    select petition_code from {{ ref('fct_petitions') }}
),

-- what the letter is about stays behind: its number is a citizen's matter
fct_letters as (
    select
        md5(concat_ws(
            '|', l.letter_kind, l.unit_code, l.sent_on,
            coalesce(l.case_code, ''), coalesce(l.petition_code, '')
        )) as letter_key,
        l.letter_kind,
        l.unit_key,
        l.sent_on,
        l.is_handed_over,
        case
            when l.case_code is not null then 'case'
            else 'petition'
        end as about,
        case
            when l.case_code is not null then c.case_code is not null
            else p.petition_code is not null
        end as is_matter_known,
        c.is_late_strict as is_about_late_case,
        cast(date_trunc('month', c.finished_at) as date) as case_month,
        c.unit_key as case_unit_key,
        case
            when l.case_code is not null
                then row_number() over (
                    partition by l.letter_kind, l.case_code
                    order by
                        case when l.unit_key is null then 1 else 0 end,
                        l.sent_on,
                        l.unit_code
                ) = 1
        end as is_first_about_case
    from letters as l
    left join cases as c on l.case_code = c.case_code
    left join petitions as p on l.petition_code = p.petition_code
)

select * from fct_letters
