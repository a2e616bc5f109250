with steps as (
    select
        *,
        case
            when action in ('open', 'appeal') then 'flagged'
            when action = 'confirm' then 'checked'
            when action = 'withdraw' then 'withdrawn'
            when action in ('reply', 'note_silence') then 'heard'
            when action = 'decide' then 'decided'
            when action in ('sign', 'note_unsigned') then 'informed'
            when action = 'close' then 'closed'
            when action = 'forget' then 'forgotten'
        end as state
    from {{ ref('stg_process_steps') }}
),

int_process_matters as (
    select
        matter_code,
        min(seq) as first_seq,
        min(kind) as kind,
        min(unit_key) as unit_key,
        max_by(state, seq) as state,
        cast(1 + count(case when action = 'appeal' then 1 end) as integer)
            as n_rounds,
        min(taken_on) as opened_on,
        max(case when state = 'decided' then taken_on end) as decided_on,
        min(case when state = 'informed' then taken_on end)
            as first_informed_on,
        max(case when state = 'informed' then taken_on end) as informed_on,
        max(case when state in ('closed', 'withdrawn') then taken_on end)
            as last_ended_on,
        max_by(
            decision, case when state = 'decided' then seq else -1 end
        ) as decision
    from steps
    group by matter_code
)

select * from int_process_matters
