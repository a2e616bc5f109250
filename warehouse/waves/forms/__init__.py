"""Forms of a wave: one list of questions in every shape it is asked in."""
