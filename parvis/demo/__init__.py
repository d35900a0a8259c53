"""The real network (facts only) and the example network (everything simulated)."""
