"""Units side by side: all below one, and one beside those like it."""
