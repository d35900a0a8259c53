"""Front desk, kiosk and wall display: one gesture composed over several rooms; no models."""
