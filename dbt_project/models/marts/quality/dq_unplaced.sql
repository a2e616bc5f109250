with unplaced as (
    select * from {{ ref('int_unplaced_rows') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

candidates as (
    select * from {{ ref('int_candidates') }}
),

-- rows of a file that only the Front may hear of are told and counted apart
front_files as (
    select * from {{ ref('int_front_files') }}
),

placed as (
    select
        u.row_kind,
        u.fate,
        u.column_name,
        u.value,
        u.wave_code,
        w.file_sha256 as file_key,
        f.file_name,
        u.line,
        -- the answers of a ballot stand at one place
        dense_rank() over (
            partition by
                u.row_kind,
                u.fate,
                u.column_name,
                u.value,
                u.wave_code,
                w.file_sha256
            order by f.file_name, f.file_sha256, u.line
        ) as place
    from unplaced as u
    inner join files as f on u.file_sha256 = f.file_sha256
    left join front_files as w on u.file_sha256 = w.file_sha256
),

-- one row for each value, with the first six places it stands at
grouped as (
    select
        row_kind,
        fate,
        column_name,
        value,
        wave_code,
        file_key,
        count(*) as n_rows,
        max(case when place = 1 then file_name end) as file_name,
        max(case when place = 1 then line end) as line,
        concat_ws(
            '; ',
            {% for place in range(2, 7) -%}
                max(
                    case
                        when place = {{ place }}
                            then file_name || ': ' || line
                    end
                ){% if not loop.last %},{% endif %}
            {% endfor %}
        ) as further_places
    from placed
    group by row_kind, fate, column_name, value, wave_code, file_key
),

-- of each fate the values most rows hold; dq_row_accounting counts them all
ranked as (
    select
        *,
        sum(n_rows) over (
            partition by row_kind, fate, wave_code, file_key
        ) as n_of_fate
    from grouped
    qualify
        row_number() over (
            partition by row_kind, fate, wave_code, file_key
            order by n_rows desc, value asc, line asc
        ) <= 200
),

dq_unplaced as (
    select
        r.row_kind,
        r.fate,
        r.column_name,
        r.value,
        r.wave_code,
        r.file_key,
        cast(r.n_rows as bigint) as n_rows,
        cast(r.n_of_fate as bigint) as n_of_fate,
        r.file_name,
        r.line,
        nullif(r.further_places, '') as further_places,
        c.candidates
    from ranked as r
    left join candidates as c
        on r.column_name = c.column_name and r.value = c.value
)

select * from dq_unplaced
