"""The only module that caches: bounded, and keyed by what the reader may see.

A cached function takes the scope as an ordinary argument. (An argument whose name
starts with an underscore would be left out of the key and one reader would get
another's rows.) The build id is always part of the key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import streamlit as st

from dashboard.rows.without_browser import be_quiet
from warehouse.scope import Scope

be_quiet()

MAX_ENTRIES = 256


class FrozenRows(tuple[tuple[tuple[str, Any], ...], ...]):
    """Rows as part of a key: what is drawn changes exactly when they do.

    Hashed by their text: Streamlit's own walk through every value took a third of
    the time of a page.
    """


_F = TypeVar("_F", bound=Callable[..., Any])


def _rights(scope: Scope) -> str:
    return scope.rights_key


_KEYS: dict[Any, Callable[[Any], str]] = {Scope: _rights, FrozenRows: repr}


def cached_data(function: _F) -> _F:
    """Caches plain data; every caller gets a copy of its own."""
    cache = st.cache_data(max_entries=MAX_ENTRIES, show_spinner=False, hash_funcs=_KEYS)
    return cast(_F, cache(function))


def cached_figure(function: _F) -> _F:
    """Caches finished figures, which nobody changes after they are made."""
    cache = st.cache_resource(
        max_entries=MAX_ENTRIES, show_spinner=False, hash_funcs=_KEYS
    )
    return cast(_F, cache(function))
