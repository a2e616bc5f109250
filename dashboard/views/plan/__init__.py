"""The page of planned waves."""
