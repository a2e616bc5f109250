"""The page Chất lượng dữ liệu."""
