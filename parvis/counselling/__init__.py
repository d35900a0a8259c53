"""Interviews, told by codes alone; needs seen; figures of one's own for oneself."""
