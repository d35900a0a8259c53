"""The addresses of ledgers, for their screens."""
