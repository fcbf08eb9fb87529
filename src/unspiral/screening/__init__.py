"""Screening: what was told becomes a level, and the gate decides what is open."""
