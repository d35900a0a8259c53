"""The Charter: its versions, and who accepted which."""
