"""Months on a control chart: limits and signals."""
