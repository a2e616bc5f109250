"""Figures hold only what the library a browser is served can draw."""

from __future__ import annotations

import pytest

from dashboard.figures.base import Drawing


def test_a_trace_the_served_library_lacks_is_refused() -> None:
    figure = Drawing()
    figure.add_pie(values=[1, 2])
    with pytest.raises(ValueError, match="pie"):
        figure.to_dict()
