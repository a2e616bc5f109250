"""Interviewers of a wave beside each other: what needs a check, and does it matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import badge, blocks, coverage, numbers
from dashboard.failures import own_part
from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.tables import Column, show_table

Row = Mapping[str, Any]
CLUSTER_FROM = 0.02
"""Above it the interviewer is taken as the sampling cluster, see `icc_oneway`."""
LEAST_INTERVIEWERS = 3


@own_part()
def show_interviewers(page: Page, code: str) -> None:
    """Draws the evidence first, then whether it matters who asks, then everybody."""
    words = page.words
    title = words("fieldwork.interviewers.title")
    blocks.heading(title, words("fieldwork.interviewers.lead"))
    rows = ask(page, "interviewers", wave_code=code).rows
    signs = ask(page, "interviewer_signs", wave_code=code).rows
    by_person: dict[str, list[Row]] = defaultdict(list)
    for sign in signs:
        if sign["needs_check"]:
            by_person[sign["interviewer_code"]].append(sign)
    lines = [_evidence(page, row, by_person[row["interviewer_code"]]) for row in rows]
    found = [line for line in lines if line]
    if found:
        blocks.bullets(words("fieldwork.interviewers.check"), found)
        blocks.note(words("fieldwork.interviewers.check_note"))
    else:
        blocks.note(words("fieldwork.interviewers.nothing"))
    _effect(page, code)
    _table(page, rows, signs, by_person)


def _evidence(page: Page, row: Row, signs: Sequence[Row]) -> str:
    """One interviewer in one sentence, empty where nothing needs a check."""
    if not signs:
        return ""
    words, lang = page.words, page.lang
    parts = [
        words(
            f"fieldwork.interviewers.signs.{sign['sign']}",
            n=numbers.count(sign["n_found"], lang),
            of=numbers.count(sign["n_of"], lang),
            peers=numbers.percent(sign["peer_share"], lang, digits=0),
        )
        for sign in signs
    ]
    return words(
        "fieldwork.interviewers.evidence",
        who=row["interviewer_code"],
        units=numbers.count(row["n_units"], lang),
        parts="; ".join(parts),
    )


def _effect(page: Page, code: str) -> None:
    words, lang = page.words, page.lang
    for row in ask(page, "interviewer_effect", wave_code=code).rows:
        if row["n_interviewers"] < LEAST_INTERVIEWERS or not numbers.is_known(
            row["icc"]
        ):
            blocks.note(
                words("fieldwork.interviewers.effect.unknown", n=LEAST_INTERVIEWERS)
            )
            continue
        kind = "matters" if row["icc"] > CLUSTER_FROM else "small"
        blocks.note(
            words(
                f"fieldwork.interviewers.effect.{kind}",
                icc=numbers.decimal(row["icc"], lang, digits=3),
                deff=numbers.decimal(row["deff"], lang, digits=2),
                n=numbers.count(row["n_interviewers"], lang),
            )
        )


def _table(
    page: Page,
    rows: Sequence[Row],
    signs: Sequence[Row],
    by_person: Mapping[str, Sequence[Row]],
) -> None:
    words, lang = page.words, page.lang
    straight = {
        sign["interviewer_code"]: sign for sign in signs if sign["sign"] == "straight"
    }

    def count(name: str) -> Column:
        heading = words(f"fieldwork.interviewers.columns.{name}")
        return Column(heading, lambda row: numbers.count(row[name], lang), True)

    def minutes(row: Row) -> str:
        known = row["mean_minutes"]
        if known is None:
            return numbers.MISSING
        return numbers.decimal(known, lang, digits=1)

    def straight_share(row: Row) -> str:
        sign = straight.get(row["interviewer_code"])
        if sign is None or not sign["n_of"]:
            return numbers.MISSING
        return numbers.percent(sign["n_found"] / sign["n_of"], lang, digits=0)

    def check(row: Row) -> str:
        is_found = bool(by_person.get(row["interviewer_code"]))
        return (
            words("fieldwork.interviewers.needs_check") if is_found else numbers.MISSING
        )

    columns = (
        Column(
            words("fieldwork.interviewers.columns.who"),
            lambda r: str(r["interviewer_code"]),
        ),
        count("n_units"),
        count("n_asked"),
        count("n_answered"),
        count("n_refused"),
        count("n_waiting"),
        Column(words("fieldwork.interviewers.columns.minutes"), minutes, True),
        Column(words("fieldwork.interviewers.columns.straight"), straight_share, True),
        Column(words("fieldwork.interviewers.columns.check"), check),
    )
    title = words("fieldwork.interviewers.table_title")
    with st.expander(title):
        show_table(rows, columns, title)
    n = sum(row["n_ballots"] for row in rows)
    answered = sum(row["n_answered"] for row in rows)
    badge.show_badge(
        page,
        n=words("fieldwork.interviewers.n_ballots", n=numbers.count(n, lang)),
        coverage=coverage.part_of(page, n, answered, "ballots_loaded"),
        source=badge.recorded_in(page, "contacts"),
        dates=words("fieldwork.interviewers.whole_wave"),
    )
