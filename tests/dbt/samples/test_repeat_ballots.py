"""Further ballots of one person, set by set, against a count of the ballots."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.dbt.sql_runs import run_sql_models

UNITS = ("a", "b", "c")
# a third of b went to a
SHARES = [("then", u, u, 1.0) for u in UNITS] + [("then", u, "p", 1.0) for u in UNITS]
SHARES += [
    ("today", "a", "a", 1.0),
    ("today", "b", "a", 0.25),
    ("today", "b", "b", 0.75),
]
SHARES += [("today", "c", "c", 1.0)] + [("today", u, "p", 1.0) for u in UNITS]
STREAMS = {"B": "before", "F": "independent", "S": "service"}
SLICE = ["slice_kind", "wave_code", "period", "item_code", "part"]


def said() -> pd.DataFrame:
    """Two answers a ballot; half of the people are named, some of them often."""
    rng = np.random.default_rng(7)
    n = 240
    rows = pd.DataFrame(
        {
            "wave_code": rng.choice(list(STREAMS), n),
            "ballot_id": [f"P{i}" for i in range(n)],
            "unit_key": rng.choice(UNITS, n),
            "respondent": [
                f"N{i}" if i < 90 else None for i in rng.integers(0, 180, n)
            ],
            "on_day": pd.to_datetime("2026-01-05")
            + pd.to_timedelta(rng.integers(0, 150, n), "D"),
            "sex": rng.choice(["female", "male"], n),
        }
    )
    rows["stream"] = rows["wave_code"].map(STREAMS)
    items = pd.DataFrame({"item_code": ["q1", "q2"], "criterion_code": "officer"})
    asked = rows.merge(items, how="cross")
    asked["level"] = rng.choice([2.0, 5.0, np.nan], len(asked), p=[0.3, 0.6, 0.1])
    return asked


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return said()


@pytest.fixture(scope="module")
def found(models: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return models["agg_repeat_ballots"]


@pytest.fixture(scope="module")
def models(answers: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return models_of(answers)


def models_of(answers: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Tables that rest on these answers."""
    keys = ["wave_code", "ballot_id"]
    ballots = answers.drop_duplicates(keys).assign(
        instrument="Q", mode="paper", is_within_wave=True, is_satisfied=True
    )
    ballots["front_wave"] = np.where(ballots["stream"] == "before", "none", "F")
    ballots["left_out"] = "none"
    item = {"instrument": "Q", "scale_min": 1, "scale_max": 5, "satisfied_from": 4}
    item |= {"is_reversed": False, "odd_column": None, "criterion_code": "officer"}
    groups = ballots[keys].assign(group_kind="sex", group_code=ballots["sex"])
    frames = {
        "int_answers": answers[[*keys, "item_code", "respondent", "level"]].assign(
            answered_on=answers["on_day"]
        ),
        "fct_ballots": ballots.drop(
            columns=["respondent", "level", "criterion_code"]
        ).drop(columns=["item_code", "sex"]),
        "stg_items": pd.DataFrame([item | {"item_code": q} for q in ("q1", "q2")]),
        "dim_waves": pd.DataFrame(
            [
                {
                    "wave_code": "F",
                    "instrument": "Q",
                    "opened_on": pd.Timestamp("2026-02-01"),
                }
            ]
        ),
        "int_unit_shares": pd.DataFrame(
            SHARES, columns=["map", "source_unit_key", "unit_key", "weight"]
        ),
        "int_respondent_groups": groups[ballots["stream"] == "before"],
    }
    names = ["int_repeat_respondents", "agg_repeat_ballots", "agg_wave_people"]
    return run_sql_models(names, frames)


def slices(answers: pd.DataFrame) -> pd.DataFrame:
    """Every ballot in every set it belongs to."""
    rows = answers.assign(
        month=answers["on_day"].dt.strftime("%Y-%m-01"),
        quarter=answers["on_day"]
        .dt.to_period("Q")
        .dt.start_time.dt.strftime("%Y-%m-%d"),
    )
    is_own, is_known = rows["stream"] == "service", rows["level"].notna()
    sets = []

    def add(kind: str, chosen: pd.DataFrame, **values: pd.Series[str] | str) -> None:
        names: dict[str, pd.Series[str] | str] = {"slice_kind": kind, **values}
        names |= dict.fromkeys(set(SLICE) - set(names), "none")
        keys = ["wave_code", "ballot_id", "unit_key", "respondent"]
        frame = chosen[keys].rename(columns={"wave_code": "of_wave"}).assign(**names)
        sets.append(frame.drop_duplicates())

    own = rows[is_own]
    add("month", own, period=own["month"])
    add("tool", own, period=own["month"], part="Q/paper")
    add("quarter", own, period=own["quarter"])
    add("quarter", own, period=own["quarter"], part="Q/paper")
    # January to June
    for part in ("none", "Q/paper"):
        add("half", own, period="2026-01-01", part=part)
    quarter = rows["quarter"].where(is_own, "none")
    add("wave", rows, wave_code=rows["wave_code"], period=quarter)
    known = rows[is_known]
    wave, item = known["wave_code"], known["item_code"]
    add("criterion", known, wave_code=wave, part="officer")
    add("item", known, wave_code=wave, item_code=item)
    before = known[known["stream"] == "before"]
    names = {"wave_code": before["wave_code"], "item_code": before["item_code"]}
    add("group", before, **names, part="sex/" + before["sex"])
    both = known[known["stream"] != "before"]
    add(
        "gap",
        both,
        period="2026-01-01",
        item_code=both["item_code"],
        part=both["stream"],
    )
    return pd.concat(sets, ignore_index=True)


def test_each_person_is_one_in_every_set(
    answers: pd.DataFrame, found: pd.DataFrame
) -> None:
    rows = slices(answers)
    lone = rows["of_wave"] + rows["ballot_id"]
    rows["person"] = rows["respondent"].fillna(lone)
    mine = rows.groupby([*SLICE, "person"])["ballot_id"].transform("size")
    rows["n_repeats"] = 1 - 1 / mine
    shares = pd.DataFrame(SHARES, columns=["map", "from", "on", "share"])
    placed = rows.merge(shares, left_on="unit_key", right_on="from")
    placed["n_repeats"] *= placed["share"]
    want = placed.groupby(["map", "on", *SLICE])["n_repeats"].sum()
    got = found.set_index(["map", "unit_key", *SLICE])["n_repeats"]
    assert set(found["slice_kind"]) == {
        "month",
        "tool",
        "quarter",
        "half",
        "wave",
        "criterion",
        "item",
        "group",
        "gap",
    }
    want = want[want > 0].rename_axis(got.index.names).sort_index()
    assert got.index.is_unique
    pd.testing.assert_series_equal(got.sort_index(), want, rtol=1e-9, check_dtype=False)
    # over all units each person is one
    top = rows[rows["slice_kind"] == "item"].groupby(SLICE)
    for name, ballots in top:
        people = len(ballots) - got.get(("then", "p", *name), 0.0)
        assert people == pytest.approx(ballots["person"].nunique())


def test_people_whose_names_are_gone_are_as_few_as_they_can_be() -> None:
    """Three of one wave and four of another that a month shares may be four in all.

    While their names were there, the three of the first were among the four.
    """
    waves = {"S1": 3, "S2": 4}
    people = [(wave, f"N{i}") for wave, n in waves.items() for i in range(n)]
    answers = pd.DataFrame(people, columns=["wave_code", "respondent"]).assign(
        ballot_id=lambda rows: rows["wave_code"] + rows["respondent"],
        unit_key="a",
        on_day=pd.Timestamp("2026-02-05"),
        sex="female",
        stream="service",
        item_code="q1",
        criterion_code="officer",
        level=5.0,
    )
    gone = answers.assign(respondent="#" + answers["ballot_id"])
    # the term of the first wave is over, that of the second not yet
    begun = answers.assign(
        respondent=answers["respondent"].where(
            answers["wave_code"] == "S2", "#" + answers["ballot_id"]
        )
    )
    alone = gone[gone["wave_code"] == "S2"]
    for rows, n_repeats in ((answers, 3), (gone, 3), (begun, 3), (alone, 0)):
        found = models_of(rows)["agg_repeat_ballots"]
        of_month = found[
            (found["slice_kind"] == "month")
            & (found["map"] == "then")
            & (found["unit_key"] == "a")
        ]
        assert of_month["n_repeats"].sum() == pytest.approx(n_repeats)
        # within one wave nobody is taken for another
        assert not (found["slice_kind"] == "wave").any()


def test_nobody_named_leaves_no_row(answers: pd.DataFrame) -> None:
    named = run_sql_models(
        ["int_repeat_respondents"],
        {"int_answers": answers.assign(respondent=None, answered_on=answers["on_day"])},
    )
    assert named["int_repeat_respondents"].empty


def test_ballots_of_a_wave_are_of_so_many_people(
    answers: pd.DataFrame, models: dict[str, pd.DataFrame]
) -> None:
    ballots = answers.drop_duplicates(["wave_code", "ballot_id"])
    people = ballots["respondent"].fillna(ballots["ballot_id"])
    want = ballots.assign(person=people).groupby("wave_code")["person"]
    got = models["agg_wave_people"].set_index("wave_code").sort_index()
    assert got["n_ballots"].to_dict() == want.size().to_dict()
    assert got["n_respondents"].to_dict() == want.nunique().to_dict()
    assert (got["n_respondents"] < got["n_ballots"]).all()
