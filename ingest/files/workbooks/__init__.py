"""Workbooks: read in a process of their own, cell by cell as a person sees them."""
