"""The page Tổng quan: the verdict of the province."""
