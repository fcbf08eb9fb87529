"""What there is to read, and how it is found."""
