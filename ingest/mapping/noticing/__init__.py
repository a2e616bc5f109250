"""What a person should know of rows that are read: looked for table by table."""
