"""The page of matters that wait for a decision; an officer's replies."""
