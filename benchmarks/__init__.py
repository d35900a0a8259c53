"""What is measured rather than asserted; each file prints its figures and how it got them."""
