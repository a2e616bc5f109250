"""The simulated province: a planted truth, and the source files that hide it.

`world` and its neighbours draw the truth as arrays, `tables` shows it as raw-shaped
tables, and `files/` writes it in the shipped layouts with the dirt of real exports.
Everything is drawn from one seed; nothing here is a real place or person.
"""
