"""What was counted, by site, day and measure: written by the act, made again on demand."""
