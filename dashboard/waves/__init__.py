"""What a wave of the Front says, for pages and for its report."""
