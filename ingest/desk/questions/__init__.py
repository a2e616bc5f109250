"""What is asked of a clerk where a file is nearly understood, and his answers kept."""
