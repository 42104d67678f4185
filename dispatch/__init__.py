"""Tournée: from confirmed order to signed receipt to invoice."""
