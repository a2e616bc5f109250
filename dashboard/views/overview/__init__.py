"""The page of the overview: the verdict of the province."""
