"""Customers, the sites where their goods go, and their terms."""
