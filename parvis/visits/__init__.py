"""Who came, counted and never known: visits, tickets, the queue, the day and its closing."""
