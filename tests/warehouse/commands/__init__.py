"""Tests of warehouse.commands."""
