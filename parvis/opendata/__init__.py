"""Every published shape in one place: the read API and the network file."""
