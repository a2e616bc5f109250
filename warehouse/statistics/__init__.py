"""Pure functions on counts with numpy and scipy; `frames/` alone knows pandas."""
