"""Tests of the house itself: each says one habit, and fails on the first file that leaves it."""
