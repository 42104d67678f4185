"""Planning: portions due, supply, the problem, runs in child processes, and what was not planned and why."""
