"""Organisations that contribute to centres."""
