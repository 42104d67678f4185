"""Release of a day, delivery notes, print pack, and the receipt."""
