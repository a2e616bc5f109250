"""Who a letter goes to, read from the office's own export and kept nowhere."""
