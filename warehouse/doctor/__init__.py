"""The doctor: looks at everything a home holds, says what is wrong, and mends it."""
