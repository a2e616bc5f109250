"""Builds: all models and tests in a new file, published by moving one pointer."""
