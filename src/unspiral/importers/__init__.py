"""Files from elsewhere to readings: one file per format, found by the registry."""
