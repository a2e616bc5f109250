"""Messages of a mail program: the tables that are attached to them."""
