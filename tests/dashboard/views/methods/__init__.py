"""Tests of the page Phương pháp."""
