"""Drawing and keeping of sheets: the only room that knows reportlab (`drawing`), and the content-addressed store (`store`)."""
