"""Documents for people: what leaves the service as a file."""
