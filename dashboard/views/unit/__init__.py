"""The page Đơn vị."""
