"""A year of a province in one run, with crashes and wrong clocks."""
