"""The written report of a unit and a period, from the figures of the screen."""
