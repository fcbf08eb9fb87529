"""Fair tests of one person."""
