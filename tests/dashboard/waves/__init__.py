"""Tests of what a wave says and of its report."""
