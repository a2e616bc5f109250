"""Frames of a draw: who could be asked, read from an office's own export."""
