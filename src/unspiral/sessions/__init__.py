"""Guided sessions: what to do second by second, when to do less, and when to stop."""
