"""The simulated province written as files, in the shipped layouts with their dirt."""
