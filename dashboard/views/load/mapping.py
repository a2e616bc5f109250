"""Mapping an unknown layout: the proposal, the clerk's decisions, a trial, loading."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import blocks, numbers
from dashboard.views.load.desk import Desk, follow
from dashboard.views.load.load_result import show_account
from dashboard.views.load.map_columns import chosen_columns, column_name, headings_of
from dashboard.views.load.map_questions import chosen_questions
from warehouse.desk.inbox import Card
from warehouse.desk.jobs import DONE, RUNNING, latest_job, made_by

Proposal = Mapping[str, Any]
LIVE_BYTES = 5_000_000
"""Up to this size a file that was tried is tried anew at every change: in seconds."""


def show_mapping(desk: Desk, card: Card, *, is_main: bool = True) -> None:
    """Draws the mapping of a file, from the first proposal to its loading.

    Args:
        desk: The frame.
        card: The file.
        is_main: Nothing smaller was asked: this is the way on.
    """
    words = desk.words
    job = latest_job(desk.settings, "propose", card.sha256)
    if job is None:
        if st.button(
            words("mapping.start"),
            type="primary" if is_main else "secondary",
            key=f"map_{card.sha256}",
        ):
            desk.start("propose", card.sha256)
            st.rerun()
        return
    if not job.is_of_this_version:
        # a version before this one left it, and knew other things of a file
        job = desk.start("propose", card.sha256, dict(job.said))
    if job.state != DONE:
        follow(desk, job)
    if job.state == RUNNING:
        return
    blocks.heading(words("mapping.title"), words("mapping.lead"))
    if job.state != DONE:
        _ask_again(desk, card, {}, dict(job.said))
        return
    proposal = job.answer
    key = f"{card.sha256[:12]}_{job.job_id}"
    _ask_again(desk, card, proposal, dict(job.said))
    _reasons(desk, proposal)
    stem = card.name.rpartition(".")[0] or card.name
    title = st.text_input(
        words("mapping.layout"), stem, max_chars=80, key=f"title_{key}"
    )
    log = _log(desk, proposal, key)
    columns = chosen_columns(desk, proposal, card.name, key)
    items = chosen_questions(desk, proposal, key)
    used = headings_of(columns)
    headings = [one["heading"] for one in proposal["headings"]]
    personal = st.multiselect(
        words("mapping.personal"),
        [heading for heading in headings if heading not in used],
        default=[h for h in proposal["personal"] if h not in used],
        key=f"personal_{key}_{len(used)}",
    )
    said = {
        "title": title.strip() or stem,
        "kind": proposal["kind"],
        "sheet": proposal["sheet"],
        "sheets": proposal["sheets"],
        "sheets_read": _sheets_read(desk, proposal, key),
        "header_line": job.said.get("header_line"),
        "header_rows": job.said.get("header_rows"),
        "merged": _merged(desk, proposal, headings, key),
        "headings": headings,
        "personal": personal,
        "columns": columns,
        "items": items,
        "log": log,
    }
    _offer_trial(desk, card, proposal, said)


def _ask_again(
    desk: Desk, card: Card, proposal: Proposal, said: dict[str, Any]
) -> None:
    """What a row is, on which sheet, under which line: looks again if that changes."""
    words = desk.words
    key = card.sha256[:12]
    wanted = dict(said)
    if proposal:
        kinds = [one["kind"] for one in proposal["kinds"]]
        kinds += [kind for kind in _all_kinds(desk) if kind not in kinds]
        wanted["kind"] = st.selectbox(
            words("mapping.kind"),
            kinds,
            index=kinds.index(proposal["kind"]),
            format_func=lambda kind: words(f"kinds.{kind}"),
            key=f"kind_{key}_{proposal['kind']}",
        )
        if len(proposal["sheets"]) > 1:
            wanted["sheet"] = st.selectbox(
                words("mapping.sheet"),
                proposal["sheets"],
                index=proposal["sheets"].index(proposal["sheet"]),
                key=f"sheet_{key}_{proposal['sheet']}",
            )
    is_other = bool(proposal) and wanted.get("kind") != proposal["kind"]
    is_other |= bool(proposal) and wanted.get("sheet", "") not in (
        "",
        proposal["sheet"],
    )
    fields = zip(("header_line", "header_rows"), (500, 8), st.columns(2), strict=True)
    for name, most, place in fields:
        found = int(proposal.get(name) or said.get(name) or 1)
        with place:
            given = st.number_input(
                words(f"mapping.{name}"), 1, most, found, key=f"{name}_{key}_{found}"
            )
        if int(given) != found:
            wanted[name], is_other = int(given), True
    if wanted.get("header_rows") and not wanted.get("header_line"):
        wanted["header_line"] = proposal.get("header_line")
    if is_other:
        desk.start("propose", card.sha256, {k: v for k, v in wanted.items() if v})
        st.rerun()


def _sheets_read(desk: Desk, proposal: Proposal, key: str) -> list[str]:
    """The sheets this reading is for: all with the same headings, unless said."""
    words = desk.words
    others = [name for name in proposal["sheets"] if name not in proposal["alike"]]
    read = list(proposal["alike"])
    if len(read) > 1:
        read = st.multiselect(
            words("mapping.sheets_read"), read, default=read, key=f"sheets_{key}"
        )
    if others:
        blocks.note(words("mapping.sheets_left", names=", ".join(others)))
    return read or [proposal["sheet"]]


def _log(desk: Desk, proposal: Proposal, key: str) -> Proposal:
    """Whether several rows make one dossier; the only thing asked about a log."""
    if not proposal["log"]:
        return {}
    label = desk.words("mapping.several_rows")
    note = desk.words("mapping.several_rows_help")
    is_log = st.checkbox(label, value=True, help=note, key=f"log_{key}")
    return dict(proposal["log"]) if is_log else {}


def _merged(desk: Desk, proposal: Proposal, headings: list[str], key: str) -> list[str]:
    """Columns where an empty cell says what stands above it."""
    if not proposal["merged"]:
        return []
    chosen: list[str] = st.multiselect(
        desk.words("mapping.merged"),
        headings,
        default=proposal["merged"],
        key=f"merged_{key}",
    )
    return chosen


def _all_kinds(desk: Desk) -> list[str]:
    titles = [key for key in desk.words.entries if key.startswith("kinds.")]
    return sorted(key.removeprefix("kinds.") for key in titles)


def _reasons(desk: Desk, proposal: Proposal) -> None:
    """Why each of the likely kinds is likely."""
    words = desk.words

    def names(columns: list[str]) -> str:
        shown = [column_name(desk, name) for name in columns]
        return ", ".join(shown) or words("mapping.nothing")

    lines = []
    for one in proposal["kinds"]:
        filled = [name for name, _ in one["filled"]]
        lines.append(
            words(
                "mapping.why",
                kind=words(f"kinds.{one['kind']}"),
                n=numbers.count(len(filled), desk.lang),
                columns=names(filled),
                missing=names(one["missing"]),
            )
        )
    for line in lines[:1]:
        blocks.note(line)


def _offer_trial(
    desk: Desk, card: Card, proposal: Proposal, said: Mapping[str, Any]
) -> None:
    words = desk.words
    is_live = card.size_bytes <= LIVE_BYTES
    mb = numbers.count(LIVE_BYTES // 1_000_000, desk.lang)
    if not is_live:
        blocks.note(words("mapping.large", mb=mb))
    lacking = _lacking(desk, proposal, said)
    if lacking:
        st.warning(words("mapping.lacks", columns=", ".join(lacking)))
        return
    is_pressed = st.button(words("mapping.try"), key=f"try_{card.sha256}")
    if is_live:
        blocks.note(words("mapping.tries_again", mb=mb))
    if is_pressed:
        desk.start("try", card.sha256, said)
        st.rerun()
    job = latest_job(desk.settings, "try", card.sha256)
    if job is None or not follow(desk, job):
        return
    if json.loads(json.dumps(said)) != job.said:
        if not is_live:
            st.info(words("mapping.stale"))
            return
        desk.start("try", card.sha256, said)
        st.rerun()
    show_account(desk, job.answer, is_trial=True)
    if job.answer["status"] == "loaded":
        _offer_loading(desk, card, said)
    path = made_by(desk.settings, job.job_id)
    if path.exists():
        st.download_button(
            words("mapping.download"),
            path.read_bytes,
            file_name="mau_doc.yml",
            on_click="ignore",
            key=f"spec_{job.job_id}",
        )


def _offer_loading(desk: Desk, card: Card, said: Mapping[str, Any]) -> None:
    words = desk.words
    is_typed = any(one["from"] == "typed" for one in said["columns"].values())
    blocks.note(words("mapping.one_file" if is_typed else "mapping.all_files"))
    if st.button(words("mapping.keep"), type="primary", key=f"keep_{card.sha256}"):
        desk.start("keep", card.sha256, said)
        st.rerun()


def _lacking(desk: Desk, proposal: Proposal, said: Mapping[str, Any]) -> list[str]:
    """Names of needed columns that come from nowhere yet."""
    by_items = {"item_code", "level"} if said["items"] else set()
    return [
        column_name(desk, column["name"])
        for column in proposal["columns"]
        if column["is_required"]
        and column["name"] not in by_items
        and column["name"] not in said["columns"]
    ]


def load_once_kept(desk: Desk, card: Card) -> bool:
    """Follows the keeping of a mapping, then starts the load; whether it is at work.

    The Front signs what it loads: there the file is read anew, to be loaded by hand.
    """
    kept = latest_job(desk.settings, "keep", card.sha256)
    if kept is None:
        return False
    if not follow(desk, kept):
        return kept.state == RUNNING
    act = "understand" if desk.is_fronts else "load"
    done = latest_job(desk.settings, act, card.sha256)
    if done is None or done.started_at < kept.started_at:
        if desk.is_fronts:
            desk.understand(card.sha256)
        else:
            desk.start(act, card.sha256)
        st.rerun()
    return False
