"""Commands of `thanthien wave` that plan a wave, draw it and make its forms."""
