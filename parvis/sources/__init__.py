"""Where a fact comes from: documents, and how firmly they say it."""
