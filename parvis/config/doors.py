"""Which addresses of other people's code may be entered, and by whom.

Views of Parvis carry their own door (parvis.kernel.access). What we mount from libraries is
listed here by prefix, the longest prefix first; a test fails on an unlisted address.
"""

CLOSED = (
    # Wagtail's own sign-in, password and user pages go round the second factor: they do not exist.
    "/office/pages/login/",
    "/office/pages/logout/",
    "/office/pages/password_reset/",
    "/office/pages/users/",
    "/office/pages/groups/",
    "/office/pages/account/",
)
STAFF = ("/office/pages/",)
# The organisation's own sign-in: its two addresses answer 404 until it is configured.
OPEN = ("/api/v1/", "/static/", "/office/oidc/")
