"""Officers are judged on ballots, lateness and upheld complaints alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.dbt.model_runs import run_model
from warehouse.rules.frames import shipped_frame
from warehouse.statistics.frames.officers.measures import MEASURES
from warehouse.statistics.frames.officers.work import adjusted_for

PAIRS = ["officer_code", "period_type", "period", "earlier_period", "cluster_kind"]
PAIRS += ["n_clusters", "n_pairs", "product"]
REPEATED = ["officer_code", "period_type", "period", "n_repeats", "n_shared"]
REPEATS = [
    {"officer_code": "late", "period_type": "quarter", "period": "2026-Q4"}
    | {"n_repeats": 3, "n_shared": 1.5}
]
PERIODS = [f"2026-Q{q}" for q in (1, 2, 3, 4)]


def with_complaints(known: bool, period: str = PERIODS[-1]) -> pd.DataFrame:
    """Thirty officers on land, where complaints are four times as common, thirty not.

    Each holds 1,000 cases; with `known` the complaints name their kind of work.
    """
    rows = []
    for i in range(60):
        group, n_upheld = ("land", 8) if i < 30 else ("civil", 2)
        at = {"officer_code": f"o{i:02d}", "period": period}
        work = {"procedure_group": group, "channel": "counter", "n_cases": 1000}
        shown = {"procedure_group": group if known else "none", "channel": "none"}
        rows += [at | work, at | shown | {"n_upheld": n_upheld + (i == 0)}]
    return filled(pd.DataFrame(rows))


def filled(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with every column of the model, counts absent being 0."""
    counts = ["n_cases", "n_late_strict", "n_ballots", "n_satisfied", "n_upheld"]
    counts += ["n_independent", "n_independent_satisfied"]
    texts = ["officer_code", "period", "procedure_group", "channel"]
    return (
        frame.reindex(columns=texts + counts)
        .fillna(0)
        .assign(
            period_type="quarter",
            unit_key="u@2020-01-01",
            unit_code="u",
            unit_valid_from=date(2020, 1, 1),
        )
    )


def cells() -> pd.DataFrame:
    """Forty officers; `late` is late in a third of the cases, `named` is complained
    about in every tenth, and all hold 100 cases and 50 ballots a quarter."""
    rows = []
    for i in range(40):
        officer = {0: "late", 1: "named"}.get(i, f"o{i:02d}")
        for period in PERIODS:
            n_late = 34 if officer == "late" else 4 + i % 5
            work = {"officer_code": officer, "period": period, "n_cases": 100}
            work |= {"procedure_group": "land", "channel": "counter"}
            work |= {"n_late_strict": n_late, "n_ballots": 50, "n_satisfied": 45}
            shown = {"officer_code": officer, "period": period, "n_cases": 0}
            shown |= {"procedure_group": "none", "channel": "none"}
            shown |= {"n_upheld": 10 if officer == "named" else i % 2}
            rows += [work, shown]
    return filled(pd.DataFrame(rows))


def ballots_of(counted: pd.DataFrame) -> pd.DataFrame:
    """The ballots of the cells, each with one answer."""
    keys = ["officer_code", "period_type", "period", "procedure_group", "channel"]
    satisfied = counted[keys].assign(
        n_answers=1, n_satisfied_answers=1, n_ballots=counted["n_satisfied"]
    )
    others = counted["n_ballots"] - counted["n_satisfied"]
    not_satisfied = satisfied.assign(n_satisfied_answers=0, n_ballots=others)
    return pd.concat([satisfied, not_satisfied]).query("n_ballots > 0")


def judge(
    *flags: tuple[str, int, int],
    given: pd.DataFrame | None = None,
    thresholds: pd.DataFrame | None = None,
    period: str = PERIODS[-1],
) -> pd.DataFrame:
    """Tiers of the last or another quarter, with flags of the officers' unit."""
    days = [pd.Timestamp(2026, 3 * q + 1, 1) for q in range(4)]
    periods = {"period_type": "quarter", "period": PERIODS, "first_day": days}
    columns = ["rule", "count", "denominator"]
    counted = cells() if given is None else given
    found = run_model(
        "stat_officer_periods",
        agg_officer_cells=counted,
        agg_officer_ballots=ballots_of(counted),
        agg_officer_pairs=pd.DataFrame(columns=PAIRS),
        agg_officer_repeats=pd.DataFrame(REPEATS).reindex(columns=REPEATED),
        dim_periods=pd.DataFrame(periods),
        dim_thresholds=shipped_frame("thresholds")
        if thresholds is None
        else thresholds,
        dq_flags=pd.DataFrame(flags, columns=columns).assign(unit_key="u@2020-01-01"),
    )
    asked = found[found["period"] == period]
    return asked.set_index(["measure", "officer_code"])


@pytest.fixture(scope="module")
def tiers() -> pd.DataFrame:
    return judge(("finished_before_received", 3, 16000), ("officer_missing", 9, 10))


def test_high_lateness_and_many_complaints_are_bad(tiers: pd.DataFrame) -> None:
    named = {key: tier for key, tier in tiers["tier"].items() if tier != "none"}
    assert named == {
        ("late_strict_share", "late"): "evidence",
        ("upheld_share", "named"): "evidence",
    }


def test_figures_are_counts_of_what_the_measure_names(tiers: Any) -> None:
    late = tiers.loc[("late_strict_share", "late")]
    assert (late["n"], late["observed"], late["raw_share"]) == (100, 34, 0.34)
    assert late["p_lower_tail"] < 0.001 < late["prob_below"]
    named = tiers.loc[("upheld_share", "named")]
    assert (named["n"], named["observed"]) == (100, 10)
    good = tiers.loc[("satisfied_share", "late")]
    assert (good["n"], good["observed"], good["tier"]) == (50, 45, "none")
    # three of the fifty ballots are of people who gave another
    assert good["n_respondents"] == 47
    assert pd.isna(late["n_respondents"])
    standards = tiers["theta_min"].groupby("measure").first().to_dict()
    assert standards == {
        "satisfied_share": 0.85,
        "late_strict_share": 0.1,
        "upheld_share": 0.005,
    }


def test_whom_the_front_alone_asked_about_has_no_row(tiers: pd.DataFrame) -> None:
    asked = {"officer_code": "asked", "procedure_group": "none", "channel": "none"}
    counted = {"n_independent": 9, "n_independent_satisfied": 1}
    rows = [asked | counted | {"period": period} for period in PERIODS]
    given = pd.concat([cells(), filled(pd.DataFrame(rows))], ignore_index=True)
    found = judge(
        ("finished_before_received", 3, 16000), ("officer_missing", 9, 10), given=given
    )
    pd.testing.assert_frame_equal(found, tiers, check_dtype=False)


def test_no_evidence_rests_on_data_that_are_in_doubt() -> None:
    doubted = judge(("finished_before_received", 300, 16000))["tier"]
    assert doubted[("late_strict_share", "late")] == "look"
    assert doubted[("upheld_share", "named")] == "look"
    arranged = judge(("answers_in_blocks", 2, 30))["tier"]
    assert arranged[("late_strict_share", "late")] == "evidence"


def test_complaints_are_held_against_the_same_kind_of_work_where_it_is_named() -> None:
    known: Any = judge(given=with_complaints(known=True)).loc["upheld_share"]
    assert known["adjusted_for"].unique().tolist() == ["group"]
    assert known.loc["o01", "expected"] == pytest.approx(241 / 30)
    assert known.loc["o59", "expected"] == pytest.approx(2)
    assert known.loc["o01", "p_lower_tail"] > 0.4
    # at an average mix both kinds of work come to the common share
    assert known.loc["o59", "adjusted_share"] == pytest.approx(301 / 60_000)


def test_complaints_that_name_no_work_are_not_pretended_to_be_adjusted() -> None:
    unknown = judge(given=with_complaints(known=False)).loc["upheld_share"]
    assert unknown["adjusted_for"].unique().tolist() == ["nothing"]
    assert unknown["expected"].to_numpy() == pytest.approx(301 / 60)
    assert unknown["observed"].tolist() == [9, *[8] * 29, *[2] * 30]


def test_some_complaints_name_their_work() -> None:
    """The unnamed one is spread over all work, whoever it is about."""
    rows = with_complaints(known=True)
    rows.loc[1, "procedure_group"] = "none"
    part = judge(given=rows).loc["upheld_share"]
    assert part["adjusted_for"].unique().tolist() == ["group_in_part"]
    assert part.loc["o01", "expected"] == pytest.approx((232 + 4.5) / 30)
    assert part.loc["o59", "expected"] == pytest.approx((60 + 4.5) / 30)
    assert part.loc["o00", "observed"] == 9
    other = judge(given=rows).loc["late_strict_share"]
    assert other["adjusted_for"].unique().tolist() == ["group_and_channel"]


def test_more_complaints_than_cases_of_a_kind_stay_within_the_cases() -> None:
    rows = with_complaints(known=True)
    rows.loc[rows["officer_code"] == "o59", "n_cases"] = 0
    trade = rows.loc[[1]].assign(procedure_group="trade", n_upheld=3)
    rows = pd.concat([rows, trade], ignore_index=True)
    found: Any = judge(given=rows).loc["upheld_share"]
    assert found.loc["o59", ["n", "observed"]].tolist() == [0, 0]
    assert found["p_lower_tail"].between(0, 1).all()


def changed(rule: str, value: float, begins: str = "0001-01-01") -> pd.DataFrame:
    """The shipped thresholds, but for another value of one rule from a day on."""
    rules = shipped_frame("thresholds")
    new = rules[rules["threshold"] == rule].assign(
        value=value, first_day=pd.Timestamp(begins)
    )
    is_old = (rules["threshold"] == rule) & (rules["first_day"] < begins)
    rules.loc[is_old, "last_day"] = pd.Timestamp(begins) - pd.Timedelta(days=1)
    others = rules[(rules["threshold"] != rule) | is_old]
    return pd.concat([others, new], ignore_index=True)


STRICTER = {
    "officer_min_n_judge": 1_000_000,
    "officer_late_max": 0.9,
    "posterior_min": 1.0,
    "below_peers_min": 1.0,
    "officer_wrong_max": 0.0,
    "low_periods_k": 5,
    "low_periods_m": 1,
}


@pytest.mark.parametrize(("rule", "value"), STRICTER.items())
def test_each_rule_about_officers_decides(rule: str, value: float) -> None:
    """One officer is late in 17 of 100 cases: evidence, but not beyond all doubt."""
    given = cells()
    is_late = (given["officer_code"] == "late") & (given["n_cases"] > 0)
    given.loc[is_late, "n_late_strict"] = 17
    before = judge(given=given)
    after = judge(given=given, thresholds=changed(rule, value))
    assert tier_of(before, "late") == "evidence"
    assert tier_of(after, "late") != "evidence"


def tier_of(tiers: pd.DataFrame, officer: str) -> str:
    """The tier of an officer by late cases."""
    return str(tiers["tier"].to_dict()["late_strict_share", officer])


def test_a_quarter_keeps_the_rule_of_its_first_day() -> None:
    rules = changed("officer_late_max", 0.9, "2026-10-01")
    third, fourth = (
        judge(thresholds=rules, period=period) for period in ("2026-Q3", "2026-Q4")
    )
    pd.testing.assert_frame_equal(third, judge(period="2026-Q3"))
    standards = fourth["theta_min"].groupby("measure").unique()
    assert standards["late_strict_share"].tolist() == [0.9]
    assert tier_of(fourth, "late") != "evidence"


def test_more_periods_than_a_byte_numbers_are_adjusted_for_nothing_alike() -> None:
    [measure] = [m for m in MEASURES.values() if not m.is_by_work]
    months = [f"{2006 + n // 12}-{1 + n % 12:02d}" for n in range(240)]
    rows = pd.DataFrame({"period": months, "procedure_group": "none", measure.x: 1})
    found = adjusted_for(rows.astype({"period": "category"}), measure)
    assert found == dict.fromkeys(months, "nothing")
