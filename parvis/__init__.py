"""Parvis runs Cités des métiers and their network; nobody is known, everything is counted."""
