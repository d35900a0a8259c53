"""Screens of accounts: signing in, one's own account, people, the office as another role."""
