"""Do two sources agree: gaps, equivalence, clustering."""
