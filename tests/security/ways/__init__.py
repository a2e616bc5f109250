"""Ways to an unreleased wave that came after the pages: commands, files, the desk."""
