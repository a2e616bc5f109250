"""The Front's waves before they are asked: plan, draw, forms."""
