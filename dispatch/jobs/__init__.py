"""Work that takes longer than a request: rows with a lease, run in child processes that can be killed."""
