"""What every centre holds to: the principles, and the settings that depart from them."""
