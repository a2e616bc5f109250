"""The files handed over: what each is, and the one button that loads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from dashboard import address, blocks, dates, numbers, states
from dashboard.rows.context import VIETNAM
from dashboard.tables import Column, show_table
from dashboard.views.load.desk import Desk, follow, who
from dashboard.views.load.load_result import show_account
from dashboard.views.load.mapping import load_once_kept, show_mapping
from dashboard.views.load.mend import offer_mending
from dashboard.views.load.mend_row import offer_row
from dashboard.views.load.questions.answers import read_once_answered
from dashboard.views.load.questions.changed import ask_changed, ask_words
from dashboard.views.load.questions.equal_layouts import ask_layout
from dashboard.views.load.questions.unit_names import ask_names
from dashboard.views.load.sheets import show_sheets
from dashboard.views.load.signed_act import offer_act
from dashboard.views.load.upload import DELIVERY
from warehouse.desk.inbox import LEFT, OPENED, WAITING, Card, cards, put_away
from warehouse.desk.jobs import DONE, RUNNING, Job, latest_job
from warehouse.desk.old_files import WARNED_DAYS, days_left

N_SHOWN = 50


def show_files(desk: Desk) -> None:
    """Draws the list of files and the one that is chosen."""
    words = desk.words
    blocks.heading(words("load.files_title"), words("load.files_lead"))
    found = [c for c in cards(desk.settings) if c.status not in (LEFT, OPENED)]
    found.sort(key=lambda card: card.status != WAITING)
    found = found[:N_SHOWN]
    if not found:
        states.nothing_found(words, "no_deliveries")
        return
    rows = [{"card": card} for card in found]
    show_table(rows, _columns(desk), words("load.files_title"))
    known = {card.sha256[:12]: card for card in found}
    chosen = address.choose(
        DELIVERY,
        words("load.choose"),
        list(known),
        default=next(iter(known)),
        shown=lambda name: known[name].name,
    )
    _show_file(desk, known[chosen])


def _columns(desk: Desk) -> tuple[Column, ...]:
    words = desk.words

    def received(card: Card) -> str:
        at = datetime.fromisoformat(card.received_at).astimezone(VIETNAM)
        return f"{who(words, card.received_by)}, {dates.moment(at)}"

    def size(card: Card) -> str:
        kilobytes = max(1, round(card.size_bytes / 1024))
        return words("load.kilobytes", n=numbers.count(kilobytes, desk.lang))

    return (
        Column(words("load.file"), lambda row: row["card"].name),
        Column(words("load.size"), lambda row: size(row["card"]), is_number=True),
        Column(words("load.received_by"), lambda row: received(row["card"])),
        Column(words("load.state"), lambda row: _state(desk, row["card"])),
    )


def _state(desk: Desk, card: Card) -> str:
    words = desk.words
    state = words(f"load.states.{card.status}")
    left = days_left(desk.settings, card, datetime.now(UTC))
    if left is None:
        return state
    n = numbers.count(left, desk.lang)
    return words("load.days_left", state=state, n=n)


def _tell_days_left(desk: Desk, card: Card) -> None:
    """Until when a file waits: what nobody loads is removed unread."""
    left = days_left(desk.settings, card, datetime.now(UTC))
    if left is None:
        return
    last = datetime.now(VIETNAM).date() + timedelta(days=left)
    n, day = numbers.count(left, desk.lang), dates.day(last)
    text = desk.words("load.goes", n=n, day=day)
    if left < WARNED_DAYS:
        st.warning(text)
    else:
        blocks.note(text)


def _show_file(desk: Desk, card: Card) -> None:
    blocks.heading(card.name)
    if card.corrects:
        blocks.note(desk.words("load.corrects"))
    loaded = latest_job(desk.settings, "load", card.sha256)
    if card.status != WAITING:
        _show_loaded(desk, card, loaded)
        return
    _tell_days_left(desk, card)
    if loaded is not None:
        if follow(desk, loaded):
            show_account(desk, loaded.answer, is_trial=False)
        if loaded.state == RUNNING:
            return
    if load_once_kept(desk, card) or read_once_answered(desk, card, "understand"):
        return
    seen = latest_job(desk.settings, "understand", card.sha256)
    if seen is None:
        seen = desk.understand(card.sha256)
    if follow(desk, seen):
        _show_understood(desk, card, seen)
    if seen.state != RUNNING:
        _offer_rest(desk, card)


def _show_loaded(desk: Desk, card: Card, loaded: Job | None) -> None:
    """The last account of a loaded file, and what can be done about its refusals."""
    if read_once_answered(desk, card, "load", "read_again"):
        return
    again = latest_job(desk.settings, "read_again", card.sha256)
    if again is not None:
        if follow(desk, again):
            is_new = again.answer["status"] != "already_loaded"
            loaded = again if is_new else loaded
        elif again.state == RUNNING:
            return
        else:
            label = desk.words("load.look_again")
            offer_act(desk, "read_again", card.sha256, label)
    if loaded is None:
        blocks.note(desk.words("load.no_account"))
        return
    if loaded.state == DONE:
        show_account(desk, loaded.answer, is_trial=False)
        ask_names(desk, card, loaded.answer.get("names", {}))
        if n_refused := loaded.answer.get("n_refused", 0):
            offer_row(desk, card, loaded.answer.get("rows", []), n_refused)
            offer_mending(desk, card, n_refused)
    else:
        follow(desk, loaded)


def _show_understood(desk: Desk, card: Card, seen: Job) -> None:
    words, answer = desk.words, seen.answer
    spec = answer["spec"]
    if spec is None:
        changed, equal = answer.get("changed"), answer.get("equal")
        found = "changed.found" if changed else "load.unknown"
        st.warning(words("equal_layouts.found" if equal else found, name=card.name))
        for near in () if changed else answer["near"]:
            title = near[desk.lang]
            if near["missing"]:
                lacks = ", ".join(near["missing"])
                blocks.note(words("load.near", title=title, missing=lacks))
            else:
                unknown = ", ".join(near["unknown"])
                blocks.note(words("load.near_unknown", title=title, unknown=unknown))
        if changed:
            ask_changed(desk, card, changed)
        if equal:
            ask_layout(desk, card, equal)
        show_mapping(desk, card, is_main=not changed and not equal)
    else:
        blocks.note(words("load.known", title=spec[desk.lang]))
        show_account(desk, answer["trial"], is_trial=True)
        if answer["trial"]["status"] == "loaded":
            ask_words(desk, card, spec, answer["trial"])
            ask_names(desk, card, answer["trial"].get("names", {}))
            if desk.is_fronts and not answer["is_fronts"]:
                st.warning(words("load.front.not_fronts"))
            else:
                label = words("load.load")
                offer_act(desk, "load", card.sha256, label, is_main=True)
    show_sheets(desk, answer["sheets"])


def _offer_rest(desk: Desk, card: Card) -> None:
    words = desk.words
    again, leave = st.columns(2)
    with again:
        if st.button(words("load.look_again"), key=f"again_{card.sha256}"):
            desk.understand(card.sha256)
            st.rerun()
    with leave:
        if st.button(words("load.leave"), key=f"leave_{card.sha256}"):
            put_away(desk.settings, card, LEFT, by=desk.identity.user_name)
            st.rerun()
