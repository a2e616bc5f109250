"""The page Đánh giá độc lập."""
