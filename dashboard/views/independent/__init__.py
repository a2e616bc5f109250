"""The page of the independent survey."""
