"""Commands use the rows of pages too: that no browser is there is known, not said."""

from __future__ import annotations

import logging

_SAID_AT_EVERY_USE = {
    "streamlit.runtime.caching.cache_data_api": "No runtime found",
    "streamlit.runtime.scriptrunner_utils.script_run_context": "missing ScriptRun",
    "streamlit.runtime.state.session_state_proxy": "Session state does not function",
}
"""Logger of Streamlit → words of its warning; all else it says is still said."""


def be_quiet() -> None:
    """Keeps back what Streamlit warns of wherever no page is being drawn."""
    for name, words in _SAID_AT_EVERY_USE.items():

        def is_worth_saying(record: logging.LogRecord, words: str = words) -> bool:
            return words not in record.getMessage()

        logging.getLogger(name).addFilter(is_worth_saying)
