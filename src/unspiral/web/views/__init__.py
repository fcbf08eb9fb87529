"""View models: records to one frozen object with text and numbers ready for its template."""
