"""GeoJSON files as tables: one row per feature, its borders simplified."""
