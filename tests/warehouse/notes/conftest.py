"""The home and the people of the reviews: the same units are led and read."""

from __future__ import annotations

from tests.warehouse.reviews.conftest import built, home

__all__ = ["built", "home"]
