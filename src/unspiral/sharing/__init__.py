"""What leaves the device on paper or in a file: documents as plain blocks, and their bytes."""
