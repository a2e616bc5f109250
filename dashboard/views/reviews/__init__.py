"""The page of periodic reviews: written by a leader, released by the committee."""
