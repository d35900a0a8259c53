"""Parvis: the system of Cités des métiers and their network; nobody is known, everything is counted."""
