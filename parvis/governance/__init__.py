"""Bodies, offices, mandates, meetings and what they decided."""
