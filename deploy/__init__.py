"""What puts the project on a server."""
