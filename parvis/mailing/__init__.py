"""Outgoing mail as rows: written with the act, handed over afterwards, its fate kept."""
