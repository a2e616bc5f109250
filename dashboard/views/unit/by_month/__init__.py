"""A unit by month, and by quarter where its months are hidden."""
