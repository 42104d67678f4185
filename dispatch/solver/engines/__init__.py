"""The engines: each takes a problem and hands back routes, in killable children."""
