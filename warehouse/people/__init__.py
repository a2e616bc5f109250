"""Accounts, sign-in, sessions, and the units an account covers."""
