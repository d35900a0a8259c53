"""Settings, addresses and doors: it assembles and decides nothing."""
