"""Full builds on Spark: raw goes out, models run there, marts come back."""
