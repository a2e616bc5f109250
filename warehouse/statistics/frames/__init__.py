"""Frames in, frames out: one file per statistics model of dbt, pandas allowed here."""
