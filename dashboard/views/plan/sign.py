"""Signing the plan and the draw of a wave, and what is signed so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from dashboard import blocks, dates
from dashboard.failures import own_part
from dashboard.front_key_fields import forget_key, key_fields
from dashboard.rows.context import VIETNAM, Page
from dashboard.views.plan.plan_name import plan_name
from warehouse.custody.front_key import front_key, open_key_text
from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.waves.kept_plans import KeptPlan
from warehouse.waves.signed_designs import (
    KINDS,
    Design,
    Statement,
    design_faults,
    sign_designs,
)


def signed_text(page: Page, plan: KeptPlan, signed: Mapping[Design, Statement]) -> str:
    """Which of the plan and its draw is signed, when, by which key."""
    done = [
        signed[design]
        for kind in KINDS
        if (design := Design(kind, plan.wave_code, plan.edition)) in signed
    ]
    if not done:
        return page.words("plan.signing.nothing")
    parts = ", ".join(page.words(f"plan.signing.kinds.{one.kind}") for one in done)
    last = done[-1]
    at = datetime.fromisoformat(last.signed_at).astimezone(VIETNAM)
    return page.words(
        "plan.signing.signed", parts=parts, at=dates.moment(at), key=last.key_id
    )


@own_part()
def offer_to_sign(page: Page, plans: list[KeptPlan]) -> None:
    """Says in red what was changed; with a key registered, offers to sign."""
    words, settings = page.words, Settings.from_environment()
    for fault in design_faults(settings):
        wave = fault.wave_code or words("plan.signing.every")
        text = words(f"plan.signing.faults.{fault.what}", place=fault.place)
        st.error(f"{wave}: {text}")
    if not plans:
        return
    if front_key(settings) is None:
        blocks.note(words("plan.signing.no_key"))
        return
    with st.expander(words("plan.signing.title")), st.form("sign_design"):
        blocks.note(words("plan.signing.lead"))
        names = {plan.wave_code: plan_name(page, plan) for plan in plans}
        code = st.selectbox(
            words("plan.wave"), names, format_func=names.__getitem__, key="signed_wave"
        )
        pem, passphrase = key_fields(words, "design")
        is_sent = st.form_submit_button(words("plan.signing.button"))
    if is_sent:
        _sign(page, settings, str(code), pem, passphrase)


def _sign(page: Page, settings: Settings, code: str, pem: str, passphrase: str) -> None:
    """Signs; a wrong key or passphrase is said beside the button."""
    words = page.words
    try:
        signer = open_key_text(pem.encode(), passphrase)
        done = sign_designs(settings, code, by=page.identity, signer=signer)
    except ThanThienError as refusal:
        st.error(refusal.in_words(page.lang))
        return
    forget_key("design")
    parts = ", ".join(words(f"plan.signing.kinds.{one.kind}") for one in done)
    if done:
        st.success(words("plan.signing.done", wave=code, parts=parts))
    else:
        st.success(words("plan.signing.before", wave=code))
