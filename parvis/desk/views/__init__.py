"""Screens of a site: the wall, the kiosk, the visitor's own page."""
