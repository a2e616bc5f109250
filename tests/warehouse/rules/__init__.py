"""Tests of warehouse.rules."""
