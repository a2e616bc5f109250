"""The page of waves and supervision."""
