"""The public face: language choice, network home, and free pages."""
