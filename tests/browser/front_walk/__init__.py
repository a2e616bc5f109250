"""The Front at work from plan to report, in a real browser."""
