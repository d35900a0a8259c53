"""Lists and forms of facts in the office: one way to show, edit, take back and export them."""
