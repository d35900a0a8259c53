"""How Parvis looks: tokens, skeletons, signs, numbers and dates as people read them; no models."""
