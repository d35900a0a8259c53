"""The ground every room stands on: errors, doors, dates, words, history.

It has no model and knows no room.
"""
