"""The pages: one folder each, with their parts."""
