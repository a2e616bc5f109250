{# All evidence is looked up by one key: a check by its requirement, a document
   by its kind, the others by what they are. #}
with checks as (
    select * from {{ ref('fct_readiness_checks') }}
),

documents as (
    select * from {{ ref('fct_documents') }}
),

signatures as (
    select * from {{ ref('int_signatures') }}
),

reviews as (
    select * from {{ ref('fct_procedure_reviews') }}
    where unit_key is not null
),

inspections as (
    select * from {{ ref('fct_inspections') }}
),

-- a month with fewer ballots than may be shown shows nothing
ballots as (
    select * from {{ ref('agg_ballot_months') }}
    where map = 'then' and n_ballots >= {{ var('min_people') }}
),

-- that a wave was held is known of its list; what it says is not asked here.
-- The survey before the model begins is the Front's
waves as (
    select * from {{ ref('stg_waves') }}
    where
        closed_on is not null
        and (
            stream = 'independent'
            or (stream = 'before' and owner = 'front')
        )
),

units as (
    select * from {{ ref('int_units') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

stated as (
    select
        unit_key,
        'check/' || requirement_code as evidence_key,
        checked_on as shown_on,
        cast(null as date) as ended_on,
        is_met
    from checks
    union all
    select
        unit_key,
        'document/' || document_kind as evidence_key,
        -- in force from a day before it was signed, it was not there before
        greatest(signed_on, in_force_from) as shown_on,
        in_force_to as ended_on,
        true as is_met
    from documents
    {% for name, share in [
        ('commitment', 'n_signed'), ('training', 'n_trained')
    ] -%}
        union all
        select
            unit_key,
            '{{ name }}/' as evidence_key,
            judged_on as shown_on,
            cast(null as date) as ended_on,
            {{ share }} = n_in_scope as is_met
        from signatures
    {% endfor -%}
    union all
    select
        unit_key,
        'review/' as evidence_key,
        reviewed_on as shown_on,
        cast(null as date) as ended_on,
        true as is_met
    from reviews
    union all
    select
        unit_key,
        'inspection/' as evidence_key,
        held_on as shown_on,
        cast(null as date) as ended_on,
        true as is_met
    from inspections
    union all
    select distinct
        b.unit_key,
        'ballot/' as evidence_key,
        least(last_day(b.month), a.data_as_of) as shown_on,
        cast(null as date) as ended_on,
        true as is_met
    from ballots as b
    cross join as_of as a
    union all
    select
        u.unit_key,
        case w.stream
            when 'before' then 'baseline/' else 'independent/'
        end as evidence_key,
        w.closed_on as shown_on,
        cast(null as date) as ended_on,
        true as is_met
    from waves as w
    cross join units as u
),

-- several on one day are one look, met if none of them says otherwise
int_requirement_evidence as (
    select
        unit_key,
        evidence_key,
        shown_on,
        bool_and(is_met) as is_met,
        max(ended_on) as ended_on
    from stated
    group by unit_key, evidence_key, shown_on
)

select * from int_requirement_evidence
