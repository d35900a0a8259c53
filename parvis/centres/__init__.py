"""Centres, their sites, poles of need, hours and the posts held there."""
