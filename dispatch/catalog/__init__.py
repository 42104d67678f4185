"""What is sold: products and services, weights, prices, VAT."""
