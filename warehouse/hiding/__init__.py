"""Small numbers: which figures are hidden, and which beside them."""
