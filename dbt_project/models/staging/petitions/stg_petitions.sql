with rows_of_files as (
    select
        *,
        count(*) over (partition by petition_code) as n_versions
    from {{ source('raw', 'petition') }}
),

latest as (
    select * from rows_of_files
    qualify row_number() over (
        partition by petition_code
        -- of one day the list that knows more, then one by its content
        order by
            extracted_on desc nulls last,
            resolved_on desc nulls last,
            informed_on desc nulls last,
            _row_md5 desc
    ) = 1
),

files as (
    select * from {{ ref('stg_files') }}
),

judged as (
    select
        l.*,
        coalesce(l.extracted_on, f.delivered_on) as known_on,
        {{ is_impossible_day(
            'l.accepted_on', 'coalesce(l.extracted_on, f.delivered_on)'
        ) }}
        or {{ is_before('l.accepted_on', 'l.received_on') }}
            as is_acceptance_impossible,
        {{ is_impossible_day(
            'l.resolved_on', 'coalesce(l.extracted_on, f.delivered_on)'
        ) }}
        or {{ is_before('l.resolved_on', 'l.received_on') }}
            as is_resolution_impossible,
        -- a result is told when there is one
        {{ is_impossible_day(
            'l.informed_on', 'coalesce(l.extracted_on, f.delivered_on)'
        ) }}
        or {{ is_before(
            'l.informed_on', 'coalesce(l.resolved_on, l.received_on)'
        ) }}
        or {{ is_before('l.informed_on', 'l.received_on') }}
            as is_notice_impossible,
        -- its outcome is known, not when; one taken up again is open
        l.resolved_on is null
        and l.outcome is not null
        and not coalesce(l.is_reopened, false) as is_resolution_missing,
        {{ is_impossible_promise('l.due_on', 'l.received_on') }}
        or {{ is_before('l.due_on', 'l.received_on') }} as is_due_impossible
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
),

-- an impossible day is no day, and named in date_fault
stg_petitions as (
    select
        -- ids
        petition_code,
        unit_code,
        -- a denunciation never counts against a named person
        case
            when kind <> 'denunciation' then officer_code
        end as officer_code,

        -- text
        kind,
        field,
        channel,
        outcome,
        lodged_level,
        competent_level,
        is_reopened,
        source_is_late,

        -- times
        received_on,
        case when not is_acceptance_impossible then accepted_on end
            as accepted_on,
        case when not is_due_impossible then due_on end as due_on,
        case when not is_resolution_impossible then resolved_on end
            as resolved_on,
        case when not is_notice_impossible then informed_on end as informed_on,
        extracted_on,
        case
            when {{ is_impossible_day('received_on', 'known_on') }}
                then 'received_day_impossible'
            when is_resolution_impossible then 'resolved_day_impossible'
            when is_due_impossible then 'due_day_impossible'
            when is_acceptance_impossible then 'accepted_day_impossible'
            when is_resolution_missing then 'resolved_day_missing'
            when is_notice_impossible then 'informed_day_impossible'
        end as date_fault,
        cast(case
            when {{ is_impossible_day('received_on', 'known_on') }}
                then received_on
            when is_resolution_impossible then resolved_on
            when is_due_impossible then due_on
            when is_acceptance_impossible then accepted_on
            when is_notice_impossible then informed_on
        end as string) as stated_day,
        _file_sha256 as file_sha256,
        _line as line,
        cast(n_versions as integer) as n_versions
    from judged
)

select * from stg_petitions
