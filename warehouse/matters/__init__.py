"""What a matter about an officer is: states, arrows, and what its steps tell."""
