"""Screens and tablets that need no sign-in: their keys, and the numbers kept for them."""
