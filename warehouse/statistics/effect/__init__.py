"""Did the model itself have an effect: designs, estimates, words."""
