"""Parts of the frames about officers: their work, measures, and doubts."""
