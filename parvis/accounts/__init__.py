"""Staff who sign in, and the roles they hold across the network; visitors have no account."""
