"""Statistics to the screen. Imports `warehouse` only; nobody imports it."""
