"""What singles a person out: exact features, dates, small institutions."""
