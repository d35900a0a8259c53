"""What the room counts, and how each count is made again from its rows."""
