"""The page of the record of who saw and did what."""
