"""The activity report of a year, written from facts."""
