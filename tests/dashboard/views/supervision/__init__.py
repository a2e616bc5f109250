"""Tests of the page of waves and supervision."""
