"""Exporting the figures of a page: the same questions, the same rows, a reason.

A page asks registered questions; each is remembered for this run, and every table
behind the page can then be taken along. The file is made at the click: first the
audit record, then the rows, from the same scoped and suppressed answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import streamlit as st

from dashboard.badge import people_behind
from dashboard.rows import access, asked_queries
from dashboard.rows.asked_queries import Question
from dashboard.rows.context import VIETNAM, Page
from dashboard.words.file_names import file_name
from warehouse import audit
from warehouse.errors import NothingPublishedError
from warehouse.read import Answer
from warehouse.settings import Settings
from warehouse.table_files import Column, Export, Value, to_csv, to_xlsx

MIN_REASON_LENGTH = 5
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(page: Page) -> None:
    """Shows the way to export, when the page has asked something."""
    questions = asked_queries.questions()
    if not questions:
        return
    words = page.words
    with st.expander(words("export.title")):
        question = st.selectbox(
            words("export.table"), questions, format_func=partial(_title, page)
        )
        reason = st.text_input(words("export.reason"), max_chars=200).strip()
        if len(reason) < MIN_REASON_LENGTH:
            st.text(words("export.need_reason"))
            return
        if _answer(page, question).is_cut:
            st.text(words("export.is_cut"))
            return
        for kind, mime in (("xlsx", XLSX_TYPE), ("csv", "text/csv")):
            st.download_button(
                words(f"export.{kind}"),
                # Made at the click, never before: no file without its record.
                partial(make_file, page, question, reason, kind),
                file_name=file_name(
                    kind,
                    words(f"export.queries.{question[0]}"),
                    day=page.build.data_as_of,
                ),
                mime=mime,
                on_click="ignore",
                key=f"export_{kind}",
            )


def make_file(page: Page, question: Question, reason: str, kind: str) -> bytes:
    """Records the export, then makes the file.

    Raises:
        AuditError: It could not be recorded: there is no file.
    """
    name, params = question
    audit.record(
        Settings.from_environment(),
        actor=page.scope.user_id,
        action="export",
        subject=name,
        detail={
            "reason": reason,
            "kind": kind,
            "build": page.build.build_id,
            **{key: str(value) for key, value in params},
        },
    )
    export = _export(page, question, _answer(page, question), reason)
    return to_xlsx(export) if kind == "xlsx" else to_csv(export)


def _answer(page: Page, question: Question) -> Answer:
    name, params = question
    return access.reader().run(name, page.scope, **dict(params))


def _export(page: Page, question: Question, answer: Answer, reason: str) -> Export:
    metrics = _metrics(page)
    names = list(answer.rows[0]) if answer.rows else []
    return Export(
        title=_title(page, question),
        columns=[_column(page, name, metrics) for name in names],
        rows=[
            {key: _shown(page, key, row[key]) for key in names} for row in answer.rows
        ],
        build_id=answer.build.build_id,
        data_as_of=answer.build.data_as_of,
        exported_by=page.scope.user_id,
        exported_at=datetime.now(UTC).astimezone(VIETNAM),
        filters={
            heading(page, key, metrics): str(_shown(page, key, value))
            for key, value in question[1]
        }
        | _people(page, question, names),
        reason=reason,
        is_simulated=answer.build.is_simulated,
        lang=page.lang,
    )


# Columns that count the units' own ballots, which no parameter names.
_OWN_BALLOTS = frozenset({"n_ballots", "n_service"})


def _people(page: Page, question: Question, names: list[str]) -> dict[str, str]:
    """How many people gave the ballots of the file, where some gave several."""
    codes = [str(value) for _, value in question[1]]
    asked = [page.waves[code] for code in codes if code in page.waves]
    if not asked and _OWN_BALLOTS & {*names}:
        asked = [wave for wave in page.waves.values() if wave.stream == "service"]
    text = people_behind(page.words, asked)
    return {page.words("export.people"): text} if text else {}


def heading(page: Page, name: str, metrics: Mapping[str, Mapping[str, Any]]) -> str:
    """What a column is called: by the metric dictionary, else by the words."""
    if name in metrics:
        return str(metrics[name][f"name_{page.lang}"])
    return page.words.or_else(f"export.columns.{name}", name)


def _column(page: Page, name: str, metrics: Mapping[str, Mapping[str, Any]]) -> Column:
    metric = metrics.get(name)
    if metric is None:
        return Column(name, heading(page, name, metrics))
    kind = "decimal" if metric["decimals"] else "whole"
    kind = "share" if metric["unit"] == "tỷ lệ" else kind
    return Column(name, heading(page, name, metrics), kind, str(metric["meaning_vi"]))


def _metrics(page: Page) -> dict[str, Mapping[str, Any]]:
    try:
        rows = access.reader().run("metrics", page.scope).rows
    except NothingPublishedError:  # a build from before the dictionary
        return {}
    return {str(row["metric_id"]): row for row in rows}


def _title(page: Page, question: Question) -> str:
    name, params = question
    parts = [page.words(f"export.queries.{name}")]
    parts += [
        str(_shown(page, key, value))
        for key, value in params
        if key in ("unit_key", "item_code", "period", "year")
    ]
    return " – ".join(parts)


# Column → where the words of its coded values are.
_CODED = {
    "verdict": "verdicts",
    "unit_level": "levels",
    "map": "maps",
    "tier": "bands",
    "signal": "signals",
    "kind": "kinds",
    "not_comparable_reason": "reasons",
    "measure": "measures",
    "item_kind": "export.item_kinds",
    "period_type": "export.period_types",
    "status": "export.statuses",
    "state": "export.states",
    "stream": "export.streams",
    "which": "cases.kinds",
    "rule": "flag_rules",
    "requirement_state": "readiness.states",
    "shown_by": "readiness.evidence",
    "duty": "duties.duties",
    "direction": "targets.directions",
    "target_state": "targets.states",
    "group_kind": "groups.kinds",
    "group_code": "groups.codes",
    "gap_after_verdict": "groups.verdicts",
    "gap_change_verdict": "groups.verdicts",
}


def _shown(page: Page, name: str, value: Any) -> Value:
    if name == "unit_key" and value in page.units:
        return page.units[value].name
    if name == "item_code" and value in page.item_texts:
        return page.item_texts[value]
    if name == "item_code" and value in page.criteria:
        return page.criteria[value].name(page.lang)
    if name in _CODED and isinstance(value, str):
        return page.words.or_else(f"{_CODED[name]}.{value}", value)
    if isinstance(value, datetime) and value.tzinfo is None:
        # Stored in UTC; a sheet has no time zone, so it gets Vietnam's clock.
        return value.replace(tzinfo=UTC).astimezone(VIETNAM).replace(tzinfo=None)
    return value if isinstance(value, Value) else str(value)
