"""Tests of warehouse.raw."""
