"""Every registered query that can count people is attacked, or says why not."""

from __future__ import annotations

from tests.security.small_numbers import test_attack, test_leaders, test_restated
from tests.security.small_numbers.attacked_queries import ATTACKED
from tests.warehouse.nation import test_build_nation
from warehouse.queries import QUERIES
from warehouse.queries.query import Query
from warehouse.queries.relations import RELATIONS
from warehouse.queries.sql_check import relations_in

# Relations with rows made from ballots, denunciations or officers. A new relation is
# either in here or in the other set, so that nobody forgets to say which.
OF_PEOPLE = frozenset(
    {
        "agg_answer_levels",
        "agg_ballot_months",
        "agg_commitment_evidence",
        "agg_interviewers",
        "agg_monthly_reports",
        "agg_officer_cells",
        "agg_repeat_ballots",
        "agg_response",
        "agg_signatures",
        "agg_unit_coverage",
        "agg_unit_months",
        "agg_wave_people",
        "dim_officers",
        "dq_answer_changes",
        "dq_flags",
        "dq_process_passed_over",
        "dq_restatements",
        "dq_unplaced",
        "fct_petitions",
        "fct_process_matters",
        "fct_reminders",
        "idx_decision_766",
        "idx_sipas",
        "stat_before_after",
        "stat_group_changes",
        "stat_independent_gaps",
        "stat_interviewer_effects",
        "stat_interviewer_signs",
        "stat_item_quality",
        "stat_officer_periods",
        "stat_questionnaire_quality",
        "stat_staggered_effects",
        "stat_unit_effects",
        "stat_unit_signals",
        "stat_wave_effects",
        "stat_wave_units",
    }
)
OF_NOBODY = frozenset(
    {
        "agg_case_days",
        "agg_duty_months",
        "agg_forms",
        "agg_index_periods",
        "agg_owed_letters",
        "agg_reached_hamlets",
        "agg_unit_duties",
        "agg_unit_services",
        "bridge_unit_succession",
        "dim_boundaries",
        "dim_build",
        "dim_calendar_days",
        "dim_criteria",
        "dim_index_rules",
        "dim_items",
        "dim_metrics",
        "dim_periods",
        "dim_procedures",
        "dim_rules",
        "dim_sources",
        "dim_thresholds",
        "dim_units",
        "dim_wave_years",
        "dim_waves",
        "dq_conflicts",
        "dq_loads",
        "dq_missing_lists",
        "dq_notices",
        "fct_inspections",
        "fct_owed_letters",
        "fct_recommendations",
        "fct_requirements",
        "fct_targets",
        "fct_watched_cases",
        "idx_circular_01",
        "idx_circular_01_officers",
        "idx_circular_01_parts",
    }
)
ATTACKED_BY_ITS_TEST = {
    "group_changes": "test_no_small_group_follows_from_groups_and_totals",
    "province_table": "test_what_a_province_hides_the_nation_hides",
    "officer_bands": "test_no_small_officer_follows_from_the_unit",
    "officer_history": "test_no_small_officer_follows_from_the_unit",
    "officer_measures": "test_no_small_officer_follows_from_the_unit",
    "officer_reach": "test_no_small_officer_follows_from_the_unit",
    "officer_work": "test_no_small_officer_follows_from_the_unit",
    "process_evidence": "test_no_small_officer_follows_from_the_unit",
    "officers_asked": "test_no_unit_with_few_officers_follows_from_their_total",
    "officer_tier_counts": "test_no_unit_with_few_officers_follows_from_their_total",
    "restated_months": "test_no_small_month_follows_from_what_it_was_before",
    "beside_similar": "test_leaders_together_learn_no_commune",
    "petition_kinds": "test_denunciations_of_few_follow_from_no_year",
    "petition_ages": "test_denunciations_of_few_follow_from_no_year",
}
_SHARES = "shares and signs in steps, without a count; hidden with the counts beside"
_ACTS = "acts of the office alone, exact for whoever may ask"
_UNITS = "counts units, periods or questions; a unit is no person"
_WHOLE = "whole waves, about no unit; its counts are those of questionnaire_items"
_FIELDWORK = "the Front's own book of visits, which it keeps itself; nobody else asks"
_LOADS = "rows of files by what is wrong with them, about no unit and no answer"
WHY_NOT = {
    "restated_signals": _SHARES,
    "restated_shares": _SHARES,
    "restated_groups": _SHARES,
    "restated_gaps": _SHARES,
    "restated_sipas": _SHARES,
    "restated_scores": _SHARES,
    "restated_effects": "effects over whole groups of units, as on their page",
    "restated_tiers": "officers of the whole scope, of which no part is told",
    "restated_figures": _UNITS,
    "restatements": _ACTS,
    "unit_restatements": _ACTS,
    "restated_acts": _ACTS,
    "restated_letters": _ACTS,
    "restated_petitions": _ACTS,
    "petition_years": _ACTS,
    "unit_period": _ACTS,
    "unit_evidence": _ACTS,
    "unit_likeness": _ACTS,
    "unit_mix": _ACTS,
    "unit_duties": _ACTS,
    "unit_coverage": _ACTS,
    "monthly_reports": _ACTS,
    "change_waves": _UNITS,
    "gap_periods": _UNITS,
    "wave_items": _UNITS,
    "officer_periods": _UNITS,
    "flags": "of people it tells units and not how many; whole files else",
    "unit_effects": _UNITS,
    "wave_effects": _UNITS,
    "staggered_effects": _UNITS,
    "effect_designs": _UNITS,
    "questionnaire_scales": _WHOLE,
    "fieldwork_waves": _FIELDWORK,
    "fieldwork_units": _FIELDWORK,
    "interviewers": _FIELDWORK,
    "interviewer_signs": _FIELDWORK,
    "interviewer_effect": _FIELDWORK,
    "unplaced": _LOADS,
    "answer_changes": _LOADS,
    "process_passed_over": _LOADS,
    "officer_postings": "who serves where; nobody's result",
    "officer_reminders": "told to the officer and who leads the officer",
    "process_snapshot": "told to the officer and who leads the officer",
    "process_corrections": "told to the officer and who leads the officer",
    "process_measures": "told to the officer and who leads the officer",
    "case_holders": "who holds a dossier, told to who leads them",
    "case_list": "who holds a dossier, told to who leads them",
    "process_reminders": "told to the officer and who leads the officer",
    "often_reminded": "told to the officer and who leads the officer",
}


def counts_people(query: Query) -> bool:
    """Whether a query says it does, or reads what is made of people."""
    rules = (query.small, *query.small.more) if query.small else ()
    declared = any((rule.counts or rule.people) and rule.of != "acts" for rule in rules)
    return declared or not relations_in(query).isdisjoint(OF_PEOPLE)


def test_every_relation_says_whether_it_is_about_people() -> None:
    assert not OF_PEOPLE & OF_NOBODY
    assert RELATIONS.keys() == OF_PEOPLE | OF_NOBODY


def test_every_query_about_people_is_attacked_or_says_why_not() -> None:
    asked = {name for name, query in QUERIES.items() if counts_people(query)}
    places = (ATTACKED, ATTACKED_BY_ITS_TEST, WHY_NOT)
    named = [name for place in places for name in place]
    assert len(named) == len(set(named))
    assert asked - set(named) == set()
    assert set(named) - asked == set()


def test_every_test_that_is_named_is_there() -> None:
    rooms = (test_attack, test_leaders, test_restated, test_build_nation)
    there = {name for room in rooms for name in vars(room)}
    assert set(ATTACKED_BY_ITS_TEST.values()) <= there


def test_whoever_counts_ballots_of_units_is_attacked() -> None:
    lattices = {
        name
        for name, query in QUERIES.items()
        for rule in ((query.small, *query.small.more) if query.small else ())
        if rule.lattice and rule.counts
    }
    assert lattices <= ATTACKED.keys() | ATTACKED_BY_ITS_TEST.keys()
