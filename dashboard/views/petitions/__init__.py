"""The page of complaints and reports."""
