"""The page Phương pháp."""
