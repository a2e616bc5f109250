"""Refused rows of a loaded file, mended in a workbook or on the page."""
