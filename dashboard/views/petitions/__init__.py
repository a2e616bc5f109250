"""The page Khiếu nại, phản ánh."""
