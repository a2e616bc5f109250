"""The state of a page lives in its address, so a link reopens the same view.

A value from the address is only ever one of the options the page offers; anything
else is dropped and the reader informed. It names what to show, never what may be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

LabelVisibility = Literal["visible", "hidden", "collapsed"]

_KEPT = "address"


def value_of(name: str) -> str | None:
    """The value in the address, else the one last used in this session."""
    text = st.query_params.get(name)
    if text is not None:
        return text
    kept: dict[str, str] = st.session_state.get(_KEPT, {})
    return kept.get(name)


def keep(name: str, value: str) -> None:
    """Writes a value to the address and keeps it while pages change."""
    kept: dict[str, str] = st.session_state.setdefault(_KEPT, {})
    kept[name] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def known(name: str, options: Sequence[str], default: str) -> tuple[str, bool]:
    """Returns the chosen option and whether the address held a wrong one."""
    asked = value_of(name)
    if asked is not None and asked in options:
        return asked, False
    return default, asked is not None and st.query_params.get(name) is not None


def choose(
    name: str,
    label: str,
    options: Sequence[str],
    *,
    default: str,
    shown: Callable[[str], str],
    is_short: bool = False,
    is_label_hidden: bool = False,
) -> str:
    """A widget tied to one parameter of the address.

    Args:
        name: The parameter.
        label: What the widget asks.
        options: The values on offer; must hold `default`.
        default: Taken when the address holds none or a wrong one.
        shown: Value → words.
        is_short: Buttons in a row instead of a list.
        is_label_hidden: The label is for screen readers only.
    """
    chosen, is_wrong = known(name, options, default)
    if is_wrong:
        st.session_state.setdefault("wrong_address", set()).add(name)
    widget = f"choose_{name}"
    st.session_state[widget] = chosen

    def remember() -> None:
        keep(name, st.session_state[widget] or chosen)

    visibility: LabelVisibility = "collapsed" if is_label_hidden else "visible"
    if is_short:
        st.segmented_control(
            label,
            options,
            format_func=shown,
            key=widget,
            on_change=remember,
            required=True,
            label_visibility=visibility,
        )
    else:
        st.selectbox(
            label,
            options,
            format_func=shown,
            key=widget,
            on_change=remember,
            label_visibility=visibility,
        )
    keep(name, chosen)
    return chosen


def wrong_parameters() -> set[str]:
    """Returns, once, the parameters whose value was not on offer."""
    found: set[str] = st.session_state.pop("wrong_address", set())
    return found
