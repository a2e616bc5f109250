"""Delivered files into raw: one transaction per file, and what was refused."""
