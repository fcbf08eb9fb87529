"""Content as data: strict item types, one file per item, conditions, and cross-checks."""
