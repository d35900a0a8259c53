"""The dictionary of figures, versioned, and what was observed."""
