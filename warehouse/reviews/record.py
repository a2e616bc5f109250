"""The reviews that the steps on record tell; see `warehouse/chain` for the record."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from warehouse.chain import Chain, OnRecord, read_chain, read_kept
from warehouse.reviews.reviews import Review, reviews_of
from warehouse.settings import Settings

REVIEWS = Chain("review", "review")


@dataclass(frozen=True)
class ReviewRecord(OnRecord):
    """What the store holds of reviews."""

    @property
    def reviews(self) -> dict[str, Review]:
        """The reviews it tells, by their code."""
        return reviews_of(self.events)


def read_reviews(settings: Settings) -> ReviewRecord:
    """Reads and checks the whole record; empty where there is no store yet."""
    return ReviewRecord(**vars(read_kept(REVIEWS, settings)))


def reviews_in(settings: Settings, connection: sqlite3.Connection) -> ReviewRecord:
    """Reads and checks the record through an open connection."""
    return ReviewRecord(**vars(read_chain(REVIEWS, settings, connection)))
