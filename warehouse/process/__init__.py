"""From a flag about an officer to a decision that the officer knows of: due process."""
