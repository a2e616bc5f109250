"""The periodic review of a unit: written, submitted with figures frozen, released."""
