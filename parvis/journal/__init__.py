"""Who did what: one journal, written by a trigger, never updated, never deleted."""
