"""Letters ready to sign: what is owed, who it goes to, a template, and nothing kept."""
