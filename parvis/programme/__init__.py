"""The programme: sessions, places without identity, attendance, big days, feedback."""
