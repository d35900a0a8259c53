"""Template tags of the annual report."""
