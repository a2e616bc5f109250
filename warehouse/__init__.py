"""The core: raw data, builds, statistics and scoped reading.

Imports neither `ingest` nor `dashboard`; both stand on it.
"""
