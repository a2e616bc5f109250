"""Did something change between two waves: shares, ranks, verdicts."""
