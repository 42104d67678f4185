"""What can leave: stock, production slots and capacity, and the supply curve they make per product."""
