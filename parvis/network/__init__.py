"""Networks, their members and the dated facts of their life."""
