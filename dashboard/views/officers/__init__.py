"""The page Cán bộ."""
