"""What a file layout means: read, checked, found, explained, drafted."""
