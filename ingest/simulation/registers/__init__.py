"""The registers that offices keep of the model, and the truth about them."""
