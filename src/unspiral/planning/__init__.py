"""A small safe day: who may do what, how much of it, and what comes first."""
