"""Does a questionnaire hold together, and do ballots look like ballots."""
