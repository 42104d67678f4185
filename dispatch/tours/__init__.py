"""Tours: trips, stops and the portions of order lines on them, from draft to done."""
