"""What is done with staff accounts, posts, invitations and sessions."""

from parvis.accounts.actions.posts import appoint, open_account

__all__ = ["appoint", "open_account"]
