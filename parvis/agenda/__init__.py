"""What has a date and a place: entries in three layers, what comes again, what is taken up."""
