"""What a weekly digest says, from the rows its account may see."""
