"""What is asked of a clerk where a file is nearly understood, one question each."""
