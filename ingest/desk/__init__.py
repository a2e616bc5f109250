"""What a clerk does with a file without a command: look, try, load, mend, map."""
