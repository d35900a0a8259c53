"""The back-office home."""
