"""Unspiral: screen, ease, plan, track and learn from one person's own days."""
