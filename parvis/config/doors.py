"""Which addresses of other people's code may be entered, and by whom.

Views of Parvis carry their own door (parvis.kernel.access). What we mount from libraries is
listed here by prefix, the longest prefix first; a test fails on an unlisted address.
"""

CLOSED = (
    # Wagtail's own sign-in, password and user pages go round the second factor: they do not exist.
    "/office/pages/login/",
    "/office/pages/password_reset/",
    "/office/pages/users/",
    "/office/pages/groups/",
    # What no editor of free pages needs: fewer doors, fewer to watch.
    "/office/pages/collections/",
    "/office/pages/documents/",
    "/office/pages/api/main/documents/",
    "/office/pages/reports/",
    "/office/pages/workflows/",
    "/office/pages/sites/",
)
STAFF = ("/office/pages/",)
# The organisation's own sign-in: its two addresses answer 404 until it is configured.
# Pictures are asked for by signed addresses that pages give.
OPEN = ("/api/v1/", "/static/", "/pictures/", "/office/oidc/")
