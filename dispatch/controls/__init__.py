"""Controls: what must always hold, checked; the whole installation saved and brought back."""
