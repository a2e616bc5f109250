with answers as (
    select * from {{ source('raw', 'answer') }}
),

stg_answers as (
    select
        -- ids
        wave_code,
        ballot_id,
        item_code,
        unit_code,
        officer_code,
        case_code,
        respondent,
        psu,
        stratum,
        _file_sha256 as file_sha256,
        _line as line,

        -- text
        no_answer_reason,
        respondent_kind,
        age_band,
        sex,
        channel,
        respondent_group,

        -- numbers
        level,
        weight,
        n_in_frame,

        -- times
        answered_on,
        stated_on
    from answers
)

select * from stg_answers
