"""Notes on findings: beside them, in the review, and the form that writes one."""
