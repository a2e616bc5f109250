with replaced as (
    select * from {{ ref('int_answer_changes') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

-- how many changed from what to what, by which files; not whose ballot it was
dq_answer_changes as (
    select
        r.wave_code,
        r.item_code,
        case when r.is_clash then 'two_units' else 'corrected' end as change,
        r.old_answer,
        r.new_answer,
        o.file_name as old_file,
        n.file_name as new_file,
        count(*) as n_answers,
        min(r.new_line) as first_line
    from replaced as r
    inner join files as o on r.old_sha256 = o.file_sha256
    inner join files as n on r.new_sha256 = n.file_sha256
    where r.is_clash or r.old_answer is distinct from r.new_answer
    group by
        r.wave_code,
        r.item_code,
        r.is_clash,
        r.old_answer,
        r.new_answer,
        o.file_name,
        n.file_name
)

select * from dq_answer_changes
