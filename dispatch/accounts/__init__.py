"""Who uses the console: users, roles, sessions, one-time log-in links."""
