"""Tags of the screens of a site."""
