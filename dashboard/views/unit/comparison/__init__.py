"""Units side by side: two of the reader's choice, or one and those like it."""
