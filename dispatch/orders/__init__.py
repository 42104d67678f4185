"""What is owed: quotes, orders (firm, framework, call-off), back orders, and the conservation of quantities."""
