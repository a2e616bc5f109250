"""Files that live on: the small store, its key, locks, backup, retention."""
