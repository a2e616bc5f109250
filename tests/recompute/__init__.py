"""The published figures of the simulated province, worked out a second time.

From the files as an office would deliver them, with pandas and scipy, and without a
line of the product: a mistake in the one is no mistake in the other.
"""
