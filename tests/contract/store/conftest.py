"""Every test in here runs on memory, on a file and on PostgreSQL."""

from support.stores import store

__all__ = ["store"]
