"""Streamlit's caches say at every use that no browser is there: known, not said."""

from __future__ import annotations

from streamlit import config
from streamlit.logger import set_log_level


def be_quiet() -> None:
    """Keeps Streamlit's warnings back; its errors are still said."""
    # parsing the options sets the level, so it goes first
    config.get_config_options()
    set_log_level("error")
