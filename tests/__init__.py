"""Tests that belong to no single room; a room's own stand beside it, in parvis/<room>/tests."""
